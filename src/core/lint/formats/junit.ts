import { withoutControls } from '../../text/controls.ts';
import type { Format } from './format.ts';

/** A suite for each skill, a case for each problem; a skill without any is one case that passed. */
export const junit: Format = ({ skills }) => {
  const suites = skills.map(({ folder, problems }) => {
    const open = problems.filter(({ baselined }) => !baselined);
    const failures = open.filter(({ severity }) => severity === 'error').length;
    const cases = open.map(({ code, severity, message, path, at }) => {
      const where = `${path}:${at.start.line + 1}:${at.start.character + 1}`;
      const head = `    <testcase classname="${escape(folder)}" name="${escape(`${code} ${where}`)}"`;
      const body = escape(`${where} ${severity} ${message}`);
      return severity === 'error'
        ? `${head}>\n      <failure type="${escape(code)}" message="${escape(message)}">${body}</failure>\n    </testcase>`
        : `${head}>\n      <system-out>${body}</system-out>\n    </testcase>`;
    });
    const all = cases.length > 0 ? cases : [`    <testcase classname="${escape(folder)}" name="skill"/>`];
    return [
      `  <testsuite name="${escape(folder)}" tests="${all.length}" failures="${failures}">`,
      ...all,
      '  </testsuite>',
    ].join('\n');
  });
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="skill-publisher">\n';
  return `${head}${suites.map((suite) => `${suite}\n`).join('')}</testsuites>\n`;
};

/** XML has no way to write most control characters, nor half of a character. */
function escape(text: string): string {
  return withoutControls(
    text.replace(/[\p{Cs}\p{Cc}\ufffe\uffff]/gu, (character) => (/[\t\n\r]/.test(character) ? ' ' : '\ufffd')),
  )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
