/** Lets one publish of a skill run at a time. One instance a process; hand it to everything that publishes. */
export class PublishLock {
  readonly #running = new Map<string, string>();

  /**
   * Claims all keys (a folder, a skill id: whatever names the skill) for `label`. Gives the function that releases
   * them, or the label of the publish that holds one of them.
   */
  enter(keys: readonly string[], label: string): { readonly release: () => void } | { readonly busy: string } {
    for (const key of keys) {
      const busy = this.#running.get(key);
      if (busy !== undefined) return { busy };
    }
    for (const key of keys) this.#running.set(key, label);
    return {
      release: () => {
        for (const key of keys) this.#running.delete(key);
      },
    };
  }
}
