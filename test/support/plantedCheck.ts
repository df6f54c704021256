import { writeSync } from 'node:fs';
import { checks, type NamedCheck } from '../../src/core/skill/rules/all.ts';

/** Checks that are planted now. */
let standing = 0;

/** Puts a check among those of the rules; call what it gives to take it out again. */
export function plant(planted: NamedCheck): () => void {
  const all = checks as NamedCheck[];
  all.splice(Math.floor((all.length - standing) / 2) + standing, 0, planted);
  standing += 1;
  return () => {
    all.splice(all.indexOf(planted), 1);
    standing -= 1;
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

/** A rule that does not end with some texts, and says so before. */
export const endless: NamedCheck = {
  name: 'made/endless',
  check: ({ skill }) => {
    if (skill.text.includes('ENDLESS')) {
      writeSync(2, 'checking without an end\n');
      for (;;);
    }
    return [];
  },
};
