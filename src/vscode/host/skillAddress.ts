import * as vscode from 'vscode';

/**
 * A folder or file as the workspace of skills names it: scheme, authority and the path as it is, so that what lies in a
 * folder begins with it.
 */
export function toAddress({ scheme, authority, path }: vscode.Uri): string {
  let end = path.length;
  while (path.endsWith('/', end)) end -= 1;
  const plain = path.slice(0, end).replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
  return `${scheme}://${authority}${plain}`;
}

/** The other way round. */
export function fromAddress(address: string): vscode.Uri {
  const [, scheme = '', authority = '', path = ''] = /^([^:]+):\/\/([^/]*)(\/.*|)$/s.exec(address) ?? [];
  return vscode.Uri.from({ scheme, authority, path: path === '' ? '/' : path });
}
