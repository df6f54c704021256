import { usedTranslations } from '../../text/l10n.ts';

/**
 * What was found out of a thing, kept as long as the thing is: at each key in SKILL.md the other files are the same, and
 * nothing of them is looked for again. `compute` must depend on nothing else but the language.
 */
export function perObject<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  let known = new WeakMap<K, { readonly value: T }>();
  let spoken = usedTranslations();
  return (key) => {
    if (spoken !== usedTranslations()) {
      known = new WeakMap();
      spoken = usedTranslations();
    }
    let found = known.get(key);
    if (!found) {
      found = { value: compute(key) };
      known.set(key, found);
    }
    return found.value;
  };
}

/** Characters of all texts together that are kept for one question. */
const maxKept = 2 * 1024 * 1024;

/** The same for texts; those that were not asked for longest are forgotten first. */
export function perText<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  let kept = 0;
  let spoken = usedTranslations();
  return (text) => {
    if (spoken !== usedTranslations()) {
      known.clear();
      kept = 0;
      spoken = usedTranslations();
    }
    const found = known.get(text) ?? { value: compute(text) };
    if (!known.delete(text)) kept += text.length;
    known.set(text, found);
    for (const oldest of known.keys()) {
      if (kept <= maxKept) break;
      known.delete(oldest);
      kept -= oldest.length;
    }
    return found.value;
  };
}
