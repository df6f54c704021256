import { addressesIn } from '../addresses.ts';
import { outsidePath } from '../outsidePaths.ts';
import type { Sink } from '../sink.ts';
import { addVariable } from '../variables.ts';

const webCommand =
  /\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm|Start-BitsTransfer|curl|wget|Net\.WebClient|HttpClient)\b/i;
/** UTF-16 units of one line that are looked at. */
const maxLine = 2_000;

/** Takes the facts of a PowerShell script, line by line; comments are left out. There is no parser for it that is small. */
export function addPowerShellFacts(sink: Sink, source: string): void {
  const text = source.replace(/<#[^]*?(?:#>|$(?![^]))/g, (found) => found.replace(/[^\n]/g, ' '));
  const isNetwork = webCommand.test(text);
  let at = 0;
  for (const whole of text.split('\n')) {
    const line = whole.length > maxLine ? '' : withoutComment(whole);
    const range = { start: at, end: at + whole.length };
    at += whole.length + 1;
    if (/\bWrite-(?:Host|Output|Error|Warning|Verbose)\b/i.test(line)) continue;
    if (isNetwork && (webCommand.test(line) || /^\s*\$\w+\s*=/.test(line)))
      for (const { host, scheme } of addressesIn(line)) sink.add('host', host, range, scheme);
    if (webCommand.test(line)) sink.add('network', 'network', range);
    if (/\b(?:iex|Invoke-Expression)\b/i.test(line) && webCommand.test(line))
      sink.add('danger', 'pipe-to-shell', range);
    if (/\bRemove-Item\b.*-Recurse\b/i.test(line))
      sink.add('danger', 'rm -r', range, /te?mp|node_modules|dist|build/i.test(line) ? 'mild' : '');
    if (/\bRead-Host\b|\$Host\.UI\.Prompt/i.test(line)) sink.add('interactive', 'Read-Host', range);
    for (const [, name = ''] of line.matchAll(/\$env:(\w+)/gi)) addVariable(sink, name.toUpperCase(), range, 'script');
    for (const [, path = ''] of line.matchAll(/["']([^"'\n]{3,200})["']/g)) {
      const found = outsidePath(path, 'script');
      if (found) sink.add('path', found.path, range, found.secret ? 'secret' : '');
    }
  }
  addParameters(sink, text);
}

/** The `param(…)` in front of everything else. */
function addParameters(sink: Sink, text: string): void {
  const open = /^\s*(?:\[CmdletBinding[^\]]*\]\s*)?param\s*\(/i.exec(text);
  if (!open) return;
  let depth = 1;
  let end = open[0].length;
  for (; end < text.length && depth > 0 && end < 20_000; end += 1) {
    if (text[end] === '(') depth += 1;
    else if (text[end] === ')') depth -= 1;
  }
  let from = open[0].length;
  for (const part of text.slice(from, end).split(/,(?=\s*(?:\[|\$))/)) {
    const match = /\$(\w+)\s*(?:=\s*(?:["']([^"'$]*)["']|(\d[\d.]*|\$true|\$false)))?/.exec(part);
    const required = /\bMandatory\b(?!\s*=\s*\$false)/i.test(part);
    const value = required
      ? 'required'
      : (match?.[2] ?? match?.[3]) === undefined
        ? ''
        : `default=${match?.[2] ?? match?.[3] ?? ''}`;
    if (match) sink.add('option', `-${match[1] ?? ''}`, { start: from, end: from + part.length }, value);
    from += part.length + 1;
  }
}

function withoutComment(line: string): string {
  const start = line.search(/(?<![`"'\w])#/);
  return start < 0 ? line : line.slice(0, start);
}
