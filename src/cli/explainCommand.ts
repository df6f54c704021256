import { toJson } from '../core/text/json.ts';
import { rules } from '../core/skill/rules/all.ts';
import { familyOf } from '../core/skill/rules/toProblem.ts';
import { targets } from '../core/skill/skill.ts';
import { UsageError } from './arguments.ts';
import type { Run } from './command.ts';
import { unknownRule } from './lintRun.ts';
import type { explainFlags } from './rows/explain.ts';

/** `skill-publisher explain`. */
export const explainCommand: Run<typeof explainFlags> = async ({ values, positionals }, io) => {
  await Promise.resolve();
  const [code, ...more] = positionals;
  if (more.length > 0) throw new UsageError('Name one rule');
  if (code === undefined) {
    for (const rule of rules.values()) io.stdout(`${rule.code.padEnd(28)}${rule.title}\n`);
    return 0;
  }
  const rule = rules.get(code) ?? (code.startsWith('secret/') ? rules.get(familyOf(code)) : undefined);
  if (!rule) {
    io.stderr(`${unknownRule(code).message}\n`);
    return 1;
  }
  const { title, documentation, severity, source, fix, isFixed } = rule;
  if (values.format === 'json') {
    const facts = { code: rule.code, title, documentation, severity, source, fixable: fix !== undefined };
    io.stdout(toJson(facts));
    return 0;
  }
  const levels = targets.map((target) => `  ${target.padEnd(14)}${severity[target]}\n`).join('');
  io.stdout(
    `${rule.code}: ${title}.\n\n${documentation}${fix ? ' There is a fix.' : ''}\n\nSeverity by target:\n` +
      `${levels}${isFixed === true ? '  Where it is an error, no configuration changes that.\n' : ''}` +
      `\nSource: ${source}.\n`,
  );
  return 0;
};
