import * as vscode from 'vscode';
import { shortRef, toAge, toDateTime } from '../host/labels.ts';
import { toDisplayText } from '../registry/redact.ts';
import { nodeId, type MoreNode, type RegistryNode, type SkillNode, type VersionNode } from '../host/registryNode.ts';

/** The only maker of rows in the registry view. Texts of the registry go in as plain text, never as Markdown. */
export function toTreeItem(node: RegistryNode): vscode.TreeItem {
  const item = itemOf(node);
  item.id = nodeId(node);
  return item;
}

function itemOf(node: RegistryNode): vscode.TreeItem {
  switch (node.kind) {
    case 'skill':
      return skillItem(node);
    case 'version':
      return versionItem(node);
    case 'more':
      return moreItem(node);
  }
}

/** Own skills can be written; every other source is read-only. */
function access(source: string): 'own' | 'readonly' {
  return source === 'custom' ? 'own' : 'readonly';
}

export function skillLabel(skill: SkillNode['skill']): string {
  return toDisplayText(skill.label ?? skill.id, 100);
}

function skillItem({ skill }: SkillNode): vscode.TreeItem {
  const item = new vscode.TreeItem(skillLabel(skill), vscode.TreeItemCollapsibleState.Collapsed);
  const latest = skill.latestVersion === undefined ? 'no version' : shortRef(toDisplayText(skill.latestVersion, 100));
  const source = toDisplayText(skill.source, 40);
  const age = toAge(skill.updatedAt);
  item.description = [latest, source, age].filter((part) => part !== '').join(' · ');
  item.iconPath = new vscode.ThemeIcon(skill.source === 'custom' ? 'package' : 'verified');
  item.contextValue = `skill:${access(skill.source)}`;
  item.tooltip = [
    skillLabel(skill),
    `Id: ${toDisplayText(skill.id, 200)}`,
    `Latest version: ${toDisplayText(skill.latestVersion ?? 'none', 200)}`,
    `Source: ${source}${skill.source === 'custom' ? '' : ' (read-only)'}`,
    `Created: ${toDateTime(skill.createdAt)}`,
    `Updated: ${toDateTime(skill.updatedAt)}`,
  ].join('\n');
  item.accessibilityInformation = { label: `Skill ${skillLabel(skill)}, ${source}, latest version ${toDisplayText(skill.latestVersion ?? 'none', 100)}, updated ${age}` };
  return item;
}

function versionItem({ skill, version }: VersionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(shortRef(toDisplayText(version.ref, 100)), vscode.TreeItemCollapsibleState.None);
  const latest = version.ref === skill.latestVersion;
  const date = toDateTime(version.createdAt);
  item.description = latest ? `latest · ${date}` : date;
  item.iconPath = new vscode.ThemeIcon(latest ? 'star-full' : 'tag');
  item.contextValue = `version:${access(skill.source)}`;
  item.tooltip = [
    `${toDisplayText(version.name, 100)} ${toDisplayText(version.ref, 200)}`,
    ...(latest ? ['Latest: callers that do not pin a version get this one.'] : []),
    `Published: ${date} (${toAge(version.createdAt)})`,
    ...(version.description === '' ? [] : ['', toDisplayText(version.description, 1100)]),
  ].join('\n');
  item.accessibilityInformation = { label: `Version ${toDisplayText(version.ref, 100)}${latest ? ', latest' : ''}, published ${date}` };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem('Load more…', vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = { command: 'skillPublisher.loadMore', title: 'Load More', arguments: [node] };
  item.accessibilityInformation = { label: node.skill ? `Load more versions of ${skillLabel(node.skill)}` : 'Load more skills' };
  return item;
}
