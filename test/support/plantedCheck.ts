import { checks, type NamedCheck } from '../../src/core/skill/rules/all.ts';

/** Puts a check among those of the rules; call what it gives to take it out again. */
export function plant(planted: NamedCheck): () => void {
  const all = checks as NamedCheck[];
  all.splice(Math.floor(all.length / 2), 0, planted);
  return () => {
    all.splice(all.indexOf(planted), 1);
  };
}

/** A rule with a bug that some texts meet. */
export const throwing: NamedCheck = {
  name: 'made/up',
  check: ({ skill }) => {
    if (skill.text.includes('BOOM')) throw new RangeError('Maximum call stack size exceeded');
    return [];
  },
};
