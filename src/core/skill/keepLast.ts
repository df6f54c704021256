const kept = new Map<string, object>();

/**
 * Keeps the last object of a class until the next one comes: V8 drops the optimized code of a class at a collection that
 * leaves no object of it. What it holds, such as the text of a skill, stays in memory that long.
 */
export function keepLast<T extends object>(name: string, last: T): T {
  kept.set(name, last);
  return last;
}
