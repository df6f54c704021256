import * as vscode from 'vscode';
import { uriName } from '../../host/uris.ts';

/** True when a tab shows the page, in front or behind others. A preview says only its name: another of that name counts. */
export function hasTab(page: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some((tab) => showsPage(page, tab)));
}

/** True when such a tab is the one of its group that is seen. */
export function isInFront(page: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ activeTab }) => activeTab && showsPage(page, activeTab));
}

function showsPage(page: vscode.Uri, { label }: vscode.Tab): boolean {
  return label.includes(uriName(page));
}
