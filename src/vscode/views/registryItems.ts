import * as vscode from 'vscode';
import { skillName, tabTitle, toAge, toDateTime, versionName } from '../host/labels.ts';
import { toPublishedParts } from '../host/publishedAddress.ts';
import {
  nodeId,
  type EntryNode,
  type MoreNode,
  type NoticeNode,
  type RegistryNode,
  type SkillNode,
  type VersionNode,
} from '../host/registryNode.ts';
import { toDisplayText } from '../../core/text/display.ts';
import { l10n } from '../../core/text/l10n.ts';

/** A version that a skill folder of the workspace remembers as its last published one. */
export interface VersionMark {
  /** The folder as the workspace names it. */
  readonly folder: string;
  /** The slug it was published under. */
  readonly name: string;
  readonly ref: string;
  /** Who published it. */
  readonly author?: string | undefined;
  /** Release notes by version. */
  readonly notes: Readonly<Record<string, string>>;
}

/** What is known about a skill beside its listing. */
export interface RowFacts {
  /** The slug; `undefined` until a version was listed or the workspace knows it. */
  readonly name: string | undefined;
  /** For example `12` or `50+`; `undefined` until they were listed. */
  readonly versionCount: string | undefined;
  /**
   * Place of a version among those that exist, oldest = 1; `undefined` unless all of them were listed. Later ones move up
   * after a delete, so it is only shown, never stored.
   */
  readonly ordinalOf: (ref: string) => number | undefined;
  readonly marks: readonly VersionMark[];
  /** The service does not hand out the files of versions. */
  readonly noFiles?: boolean | undefined;
}

/** The only maker of rows in the registry view. Texts of the registry go in as plain text, never as Markdown. */
export function toRegistryItem(node: RegistryNode, factsOf: (skillId: string) => RowFacts): vscode.TreeItem {
  const item = itemOf(node, factsOf);
  item.id = nodeId(node);
  return item;
}

function itemOf(node: RegistryNode, factsOf: (skillId: string) => RowFacts): vscode.TreeItem {
  switch (node.kind) {
    case 'skill':
      return skillItem(node, factsOf(node.skill.id));
    case 'version':
      return versionItem(node, factsOf(node.skill.id));
    case 'file':
    case 'folder':
      return entryItem(node, factsOf(node.skill.id));
    case 'more':
      return moreItem(node, node.skill && factsOf(node.skill.id).name);
    case 'notice':
      return noticeItem(node);
  }
}

/** Own skills can be written; every other source is read-only. */
function access(source: string): 'own' | 'readonly' {
  return source === 'custom' ? 'own' : 'readonly';
}

function sentence(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

function skillItem({ skill }: SkillNode, { name, versionCount, marks, ordinalOf }: RowFacts): vscode.TreeItem {
  const title = skillName(skill, name);
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  const source = toDisplayText(skill.source, 40);
  const slug = name === undefined ? '' : toDisplayText(name, 64);
  const age = toAge(skill.updatedAt);
  const note = noteOf(marks, skill.latestVersion);
  const ordinal = skill.latestVersion === undefined ? undefined : ordinalOf(skill.latestVersion);
  item.description = [
    slug === title ? '' : slug,
    skill.latestVersion === undefined ? l10n.t`no version` : ordinal === undefined ? '' : `v${ordinal}`,
    skill.source === 'custom' ? '' : source,
    age,
    note === undefined ? '' : `“${toDisplayText(note, 60)}”`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon(skill.source === 'custom' ? 'package' : 'verified');
  item.contextValue = `skill:${access(skill.source)}`;
  item.tooltip = [
    title,
    ...(slug === '' ? [] : [l10n.t`Name: ${slug}`]),
    `ID: ${toDisplayText(skill.id, 200)}`,
    skill.latestVersion === undefined
      ? l10n.t`Latest version: none`
      : l10n.t`Latest version: ${toDisplayText(skill.latestVersion, 200)}`,
    ...(versionCount === undefined ? [] : [l10n.t`Versions: ${versionCount}`]),
    skill.source === 'custom' ? l10n.t`Source: ${source}` : l10n.t`Source: ${source} (read-only)`,
    l10n.t`Created: ${toDateTime(skill.createdAt)}`,
    l10n.t`Updated: ${toDateTime(skill.updatedAt)}`,
    ...marks.map(
      (mark) => l10n.t`In this workspace: ${toDisplayText(mark.folder, 200)} at ${toDisplayText(mark.ref, 200)}`,
    ),
    ...(note === undefined ? [] : ['', toDisplayText(note, 1000)]),
  ].join('\n');
  const label = [
    l10n.t`Skill ${title}`,
    slug === title ? '' : slug,
    source,
    skill.latestVersion === undefined
      ? l10n.t`no version`
      : ordinal === undefined
        ? ''
        : l10n.t`latest version ${ordinal}`,
    l10n.t`updated ${age}`,
    versionCount === undefined
      ? ''
      : versionCount === '1'
        ? l10n.t`${versionCount} version`
        : l10n.t`${versionCount} versions`,
  ];
  item.accessibilityInformation = { label: sentence(label) };
  return item;
}

function noteOf(marks: readonly VersionMark[], ref: string | undefined): string | undefined {
  return ref === undefined
    ? undefined
    : marks.map(({ notes }) => (Object.hasOwn(notes, ref) ? notes[ref] : undefined)).find((note) => note !== undefined);
}

function versionItem({ skill, version }: VersionNode, { marks, ordinalOf, noFiles }: RowFacts): vscode.TreeItem {
  const ordinal = ordinalOf(version.ref);
  const item = new vscode.TreeItem(
    versionName(version, ordinal),
    noFiles === true ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed,
  );
  const latest = version.ref === skill.latestVersion;
  const date = toDateTime(version.createdAt);
  const here = marks.filter(({ ref }) => ref === version.ref);
  const folders = here.map(({ folder }) => toDisplayText(folder, 60)).join(', ');
  const note = noteOf(marks, version.ref);
  const author = here.find((mark) => mark.author !== undefined)?.author;
  const by = author === undefined ? '' : l10n.t` by ${toDisplayText(author, 40)}`;
  item.description = [
    latest ? l10n.t`latest` : '',
    `${toAge(version.createdAt)}${by}`,
    folders === '' ? '' : l10n.t`in ${folders}`,
    note === undefined ? '' : `“${toDisplayText(note, 60)}”`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon(here.length > 0 ? 'pinned' : latest ? 'star-full' : 'tag');
  item.contextValue = `version:${access(skill.source)}`;
  item.tooltip = [
    [toDisplayText(version.name, 100), ordinal === undefined ? '' : `v${ordinal}`]
      .filter((part) => part !== '')
      .join(' '),
    `ID: ${toDisplayText(version.ref, 200)}`,
    ...(latest ? [l10n.t`Latest: callers that do not pin a version get this one.`] : []),
    ...(folders === '' ? [] : [l10n.t`Last published from this workspace: ${folders}`]),
    l10n.t`Published: ${date} (${toAge(version.createdAt)})${author === undefined ? '' : l10n.t` by ${toDisplayText(author, 100)}`}`,
    ...(note === undefined ? [] : [l10n.t`Note: ${toDisplayText(note, 1000)}`]),
    ...(version.description === '' ? [] : ['', toDisplayText(version.description, 1100)]),
  ].join('\n');
  const label = [
    ordinal === undefined ? l10n.t`Version` : l10n.t`Version ${ordinal}`,
    latest ? l10n.t`latest` : '',
    folders === '' ? '' : l10n.t`last published from ${folders}`,
    l10n.t`published ${date}`,
  ];
  item.accessibilityInformation = { label: sentence(label) };
  return item;
}

function entryItem({ kind, connectionId, skill, version, path }: EntryNode, facts: RowFacts): vscode.TreeItem {
  const name = toDisplayText(path.split('/').at(-1) ?? path, 100);
  const uri = vscode.Uri.from(
    toPublishedParts({ connectionId, skillId: skill.id, ref: version.ref, name: version.name, path }),
  );
  const item = new vscode.TreeItem(
    name,
    kind === 'folder' ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  item.resourceUri = uri;
  item.iconPath = kind === 'folder' ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
  item.contextValue = kind;
  item.tooltip = l10n.t`${toDisplayText(path, 300)}\nPublished in ${toDisplayText(version.ref, 200)}; read-only`;
  const title = tabTitle(path, version.name, versionName(version, facts.ordinalOf(version.ref)));
  if (kind === 'file')
    item.command = { command: 'vscode.open', title: l10n.t`Open`, arguments: [uri, { preview: true }, title] };
  item.accessibilityInformation = {
    label: l10n.t`${kind === 'folder' ? l10n.t`Folder` : l10n.t`File`} ${toDisplayText(path, 200)}, published`,
  };
  return item;
}

function moreItem(node: MoreNode, name: string | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(l10n.t`Load more…`, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = { command: 'skillPublisher.loadMore', title: l10n.t`Load More`, arguments: [node] };
  item.accessibilityInformation = {
    label: node.skill ? l10n.t`Load more versions of ${skillName(node.skill, name)}` : l10n.t`Load more skills`,
  };
  return item;
}

function noticeItem(node: NoticeNode): vscode.TreeItem {
  const text = toDisplayText(node.text, 1000);
  const item = new vscode.TreeItem(node.action.title, vscode.TreeItemCollapsibleState.None);
  item.description = text;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'notice';
  item.tooltip = text;
  item.command = { command: node.action.command, title: node.action.title, arguments: [node] };
  item.accessibilityInformation = { label: `${text} ${node.action.title}` };
  return item;
}
