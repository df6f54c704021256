const shared = globalThis as { skillPublisherSerial?: number };

/**
 * Another number each time in this extension host: each file of tests is a bundle of its own, and what one of them
 * opened (the text of a page, a connection) VS Code keeps for a while after it is closed.
 */
export function nextSerial(): number {
  shared.skillPublisherSerial = (shared.skillPublisherSerial ?? 0) + 1;
  return shared.skillPublisherSerial;
}
