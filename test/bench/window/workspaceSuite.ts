import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { percentile } from '../meter.ts';
import { ownPieces, profiled, type Beat } from './ownPiece.ts';

/** What the other extensions of the window, and the tests, may see of this one. */
interface Api {
  readonly workspaceTree: vscode.TreeDataProvider<vscode.Uri>;
}

/** The longest time for which the extension host did nothing else: on the clock, and of its own processor time. */
class Meter {
  #last = now();
  #longest = { wall: 0, cpu: 0 };
  #beats: Beat[] = [];
  readonly #timer = setInterval(() => {
    this.#beat();
  }, 1);

  take(): { readonly wall: number; readonly cpu: number; readonly beats: readonly Beat[] } {
    this.#beat();
    const longest = { ...this.#longest, beats: this.#beats };
    this.#longest = { wall: 0, cpu: 0 };
    this.#beats = [];
    return longest;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const next = now();
    const wall = next.wall - this.#last.wall;
    const cpu = next.cpu - this.#last.cpu;
    this.#longest = { wall: Math.max(this.#longest.wall, wall), cpu: Math.max(this.#longest.cpu, cpu) };
    this.#beats.push({ at: microseconds(), cpu });
    this.#last = next;
  }
}

function microseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

function now(): { readonly wall: number; readonly cpu: number } {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}

/** VS Code calls this in the extension host, with the large workspace open. */
export async function run(): Promise<void> {
  const file = process.env['SKILL_PUBLISHER_BENCH_RESULT'] ?? '';
  const meter = new Meter();
  const say = (values: Readonly<Record<string, number>>): void => {
    appendFileSync(file, `${JSON.stringify(values)}\n`);
  };
  const control = await idle(meter);
  if (process.env['SKILL_PUBLISHER_BENCH_START'] === 'bare') {
    const { first, median, p95, cpu } = await edited(meter, await skillFile(), taken);
    say({ bareFirst: first, bareMedian: median, bareP95: p95, bareBlockCpu: cpu });
    meter.stop();
    return;
  }
  const extension = vscode.extensions.getExtension<Api>('skill-publisher.skill-publisher');
  const api = await extension?.activate();
  if (!api) throw new Error('The extension is not there.');
  const begun = performance.now();
  const times = await states(api, begun);
  const { wall, cpu } = meter.take();
  if (process.env['SKILL_PUBLISHER_BENCH_START'] === 'second') {
    say({ secondVisible: times['visible'] ?? 0, secondAll: times['all'] ?? 0 });
    say(await typedElsewhere(meter));
    meter.stop();
    return;
  }
  if (process.env['SKILL_PUBLISHER_BENCH_START'] === 'profiled') {
    const { profile, result } = await profiled(async () => edited(meter, await skillFile(), diagnosed));
    const own = ownPieces(profile, result.beats, `${extension?.extensionUri.toString() ?? ''}/dist/`);
    const longest = (isTyping: boolean): number =>
      Math.max(0, ...own.filter((_, index) => (result.beats[index]?.at ?? 0) > result.begun === isTyping));
    say({ ownOpening: longest(false), ownTyping: longest(true) });
    meter.stop();
    return;
  }
  say({ ...times, blockWall: wall, blockCpu: cpu, controlWall: control.wall, controlCpu: control.cpu });
  say(await typed(meter));
  meter.stop();
}

/** The same window while nothing happens. */
async function idle(meter: Meter): Promise<{ readonly wall: number; readonly cpu: number }> {
  meter.take();
  await new Promise((resolve) => setTimeout(resolve, 5000));
  return meter.take();
}

/** Milliseconds from the first drawn row until 20 rows and until all say their state. */
async function states({ workspaceTree }: Api, begun: number): Promise<Readonly<Record<string, number>>> {
  let rows: readonly vscode.Uri[] = [];
  let drawn = 0;
  let visible = 0;
  const isRead = async (row: vscode.Uri): Promise<boolean> =>
    (await workspaceTree.getTreeItem(row)).contextValue !== 'folder:reading';
  const waiting = new Set<vscode.Uri>();
  const look = async (): Promise<boolean> => {
    if (rows.length === 0) {
      rows = (await workspaceTree.getChildren()) ?? [];
      for (const row of rows) waiting.add(row);
      if (rows.length > 0) drawn = performance.now();
    }
    for (const row of [...waiting].slice(0, 64)) if (await isRead(row)) waiting.delete(row);
    if (visible === 0 && rows.length > 0 && waiting.size <= rows.length - 20) visible = performance.now();
    return rows.length > 0 && waiting.size === 0;
  };
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 20));
  return { rows: rows.length, drawn: drawn - begun, visible: visible - drawn, all: performance.now() - drawn };
}

async function skillFile(): Promise<vscode.Uri> {
  const [file] = await vscode.workspace.findFiles('skills/skill-00004/SKILL.md');
  if (!file) throw new Error('There is no skill to type in.');
  return file;
}

/** Milliseconds from a change of a skill's text to its diagnostics. */
async function typed(meter: Meter): Promise<Readonly<Record<string, number>>> {
  const { first, median, p95, heard, cpu } = await edited(meter, await skillFile(), diagnosed);
  return { typedFirst: first, typedMedian: median, typedP95: p95, heardP95: heard, typedBlockCpu: cpu };
}

/** The same for Markdown that is no skill: until the window has taken the change, for nobody says anything of it. */
async function typedElsewhere(meter: Meter): Promise<Readonly<Record<string, number>>> {
  const [file] = await vscode.workspace.findFiles('notes.md');
  if (!file) throw new Error('There are no notes to type in.');
  const { p95, cpu } = await edited(meter, file, taken);
  return { elsewhereP95: p95, elsewhereBlockCpu: cpu };
}

/** Waits until the diagnostics say what the edit put in: looked at again and again, for VS Code tells of them later. */
async function diagnosed(file: vscode.Uri, mention: string): Promise<void> {
  const isSaid = (): boolean => vscode.languages.getDiagnostics(file).some(({ message }) => message.includes(mention));
  while (!isSaid()) await new Promise((resolve) => setTimeout(resolve, 1));
}

const taken = (): Promise<void> => Promise.resolve();

interface Edited extends Readonly<Record<'first' | 'median' | 'p95' | 'heard' | 'cpu', number>> {
  readonly beats: readonly Beat[];
  /** When typing began, as beats have it. */
  readonly begun: number;
}

/** Edits while the editor opens, which takes VS Code a second, and after that. */
const edits = { opening: 5, typing: 60 } as const;

/**
 * Opens a text and changes it, each time as soon as `answer` has come. `first`: the slowest of those at once, while VS Code
 * still opens the editor; the others are typed two seconds later. `heard`: the slow answers of these, counted from when the
 * extension host has heard of the change. Longest pieces are those of all.
 */
async function edited(
  meter: Meter,
  file: vscode.Uri,
  answer: (file: vscode.Uri, mention: string) => Promise<void>,
): Promise<Edited> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  const waits: number[] = [];
  const heard: number[] = [];
  let changed = 0;
  let typingBegun = 0;
  const listener = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && event.contentChanges.length > 0) changed = performance.now();
  });
  meter.take();
  for (let edit = 0; edit < edits.opening + edits.typing; edit += 1) {
    if (edit === edits.opening) {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      typingBegun = microseconds();
    }
    const change = new vscode.WorkspaceEdit();
    // A missing file each time, so that the diagnostics are others.
    const mention = `references/more${edit}.md`;
    change.insert(file, document.lineAt(document.lineCount - 1).range.end, `\nSee [more](${mention}).\n`);
    const begun = performance.now();
    await vscode.workspace.applyEdit(change);
    await answer(file, mention);
    waits.push(performance.now() - begun);
    heard.push(performance.now() - changed);
  }
  const longest = meter.take();
  listener.dispose();
  const typing = waits.slice(edits.opening);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return {
    first: Math.max(...waits.slice(0, edits.opening)),
    median: percentile(typing, 0.5),
    p95: percentile(typing, 0.95),
    heard: percentile(heard.slice(edits.opening), 0.95),
    ...longest,
    begun: typingBegun,
  };
}
