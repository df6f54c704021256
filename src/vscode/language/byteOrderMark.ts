import * as vscode from 'vscode';

/** Behind the quick fix for a byte order mark: documents do not hold it, so the file is written anew without it. */
export async function removeByteOrderMark(uri: unknown): Promise<void> {
  if (!(uri instanceof vscode.Uri)) return;
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) return;
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    await vscode.workspace.fs.writeFile(uri, bytes.subarray(3));
  // The editor keeps the encoding it opened the file with, and would write the mark again.
  await vscode.workspace.openTextDocument(uri, { encoding: 'utf8' });
}
