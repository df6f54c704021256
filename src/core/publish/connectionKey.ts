/** What ledgers remember a connection by: its base URL, and its workspace where one is named. Holds no key. */
export function connectionKey({
  baseUrl,
  workspaceId,
}: {
  readonly baseUrl: string;
  readonly workspaceId?: string | undefined;
}): string {
  return workspaceId === undefined ? baseUrl : `${baseUrl}#${workspaceId}`;
}
