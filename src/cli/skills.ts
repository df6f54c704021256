import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Ledger } from '../core/publish/ledger.ts';
import { LedgerError, ledgerFileName } from '../core/publish/ledgerError.ts';
import { failedReport } from '../core/workspace/failedReport.ts';
import type { SkillReport } from '../core/workspace/report.ts';
import type { Judge } from '../core/workspace/skillJudge.ts';
import type { FolderContent } from '../core/workspace/folderContent.ts';
import type { SkillSources } from '../core/workspace/skillReader.ts';
import { SkillWorkspace, type WorkspacePort } from '../core/workspace/skillWorkspace.ts';
import type { SkillSnapshot } from '../core/workspace/snapshot.ts';
import { messageOf } from '../core/text/message.ts';
import { briskCalls, directCalls } from '../node/disk/diskCalls.ts';
import { diskSources, type DiskPlace } from '../node/disk/diskSources.ts';
import { TextFile } from '../node/disk/textFile.ts';
import type { CliIo } from './io.ts';
import { CliConfigs } from './lintConfigs.ts';
import { toId, Workspaces, type Workspace } from './workspace.ts';

/** How folders are judged; a folder is named by `toId`. */
interface JudgeSettings {
  readonly of: WorkspacePort['settingsOf'];
  /** Texts that stand for files, by path. */
  readonly unsaved?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly onProgress?: (judged: number) => void;
}

/**
 * Judges skill folders, absolute paths, each by itself and all of them side by side; reports in their order. Throws
 * the signal's reason.
 */
export async function judgeFolders(
  folders: readonly string[],
  settings: JudgeSettings,
  io: CliIo,
): Promise<readonly SkillReport[]> {
  const places = new Map<string, Workspace>();
  const workspaces = new Workspaces();
  for (const folder of folders) places.set(toId(folder), workspaces.of(folder, undefined, io.cwd));
  const placeOf = placesOf(places);
  const sources = diskSources(placeOf);
  const { judge, atOnce } = await openFolderJudge(places.size, placeOf, io.judgeProgram);
  const workspace = openSkills({ places, settings, io, sources, judge, atOnce });
  const stop = (): void => {
    workspace.dispose();
  };
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    const judged = new Set<string>();
    workspace.onDidJudge((some) => {
      for (const each of some) judged.add(each);
      settings.onProgress?.(judged.size);
    });
    await workspace.find();
    await workspace.settled();
    io.signal.throwIfAborted();
    return folders.map((folder) => workspace.report(toId(folder)) ?? failedReport(new Error('it was not checked')));
  } finally {
    io.signal.removeEventListener('abort', stop);
    workspace.dispose();
  }
}

/** As for the API, and stricter where the configuration of the folder says so. */
function toPublish(configs: CliConfigs): JudgeSettings {
  return {
    of: async (folder) => {
      const { publishRules, limits, terms } = await configs.settingsOf(folder);
      return { target: 'api', rules: publishRules, limits, terms };
    },
  };
}

/** One skill folder, absolute path, as it is on disk now. Throws the signal's reason. */
export async function takeSnapshot(
  folder: string,
  place: Workspace,
  io: CliIo,
  configs = new CliConfigs(io),
): Promise<SkillSnapshot> {
  const places = new Map([[toId(folder), place]]);
  const sources = diskSources(placesOf(places), briskCalls());
  const judge = await openThreadlessJudge(sources);
  return openSkills({ places, settings: toPublish(configs), io, sources, judge, atOnce: 1 }).snapshot(
    toId(folder),
    io.signal,
  );
}

/** What is no folder: the content of a published version. */
export async function snapshotOf(content: FolderContent, io: CliIo): Promise<SkillSnapshot> {
  const places = new Map<string, Workspace>();
  const sources = diskSources(placesOf(places));
  const judge = await openThreadlessJudge(sources);
  return openSkills({ places, settings: toPublish(new CliConfigs(io)), io, sources, judge, atOnce: 1 }).snapshotOf(
    content,
  );
}

interface SkillsOptions extends Pick<WorkspacePort, 'judge' | 'atOnce' | 'sources'> {
  /** The skill folders, with `/` separators. */
  readonly places: ReadonlyMap<string, Workspace>;
  readonly settings: JudgeSettings;
  readonly io: CliIo;
}

const nothing: ReadonlyMap<string, string> = new Map();

function openSkills({ places, settings, io, ...given }: SkillsOptions): SkillWorkspace {
  const names = new PublishedNames();
  return new SkillWorkspace({
    ...given,
    find: () => Promise.resolve([...places.keys()]),
    findBelow: () => Promise.resolve([]),
    accepts: () => true,
    settingsOf: (folder) => settings.of(folder),
    publishedName: (folder) => names.of(places.get(folder)),
    unsaved: (folder) => settings.unsaved?.get(folder) ?? nothing,
    first: () => [],
    later: (work, milliseconds) => {
      const timer = setTimeout(work, milliseconds);
      return {
        dispose: () => {
          clearTimeout(timer);
        },
      };
    },
    onError: (error) => {
      io.stderr(`${messageOf(error)}\n`);
    },
  });
}

type Places = (folder: string) => DiskPlace;

function placesOf(places: ReadonlyMap<string, Workspace>): Places {
  return (folder) => ({ folder, root: places.get(folder)?.root });
}

async function openThreadlessJudge(sources: SkillSources): Promise<Judge> {
  const [{ SkillJudge }, { SkillReader }, { interruptible }] = await Promise.all([
    import('../core/workspace/skillJudge.ts'),
    import('../core/workspace/skillReader.ts'),
    import('./interruptible.ts'),
  ]);
  return new SkillJudge(new SkillReader(sources), undefined, interruptible);
}

/** Folders for which a thread of its own pays. */
const enough = 12;

/** One thread for a few skills, for starting others takes longer; for many as many as there are processors. */
async function openFolderJudge(
  count: number,
  placeOf: Places,
  program: string | undefined,
): Promise<{ readonly judge: Judge; readonly atOnce: number }> {
  const threads = program === undefined ? 0 : Math.min(availableParallelism(), Math.floor(count / enough));
  if (program === undefined || threads < 2) {
    return { judge: await openThreadlessJudge(diskSources(placeOf, directCalls)), atOnce: 4 };
  }
  const [{ JudgePool }, { WorkerJudge }] = await Promise.all([
    import('../node/worker/judgePool.ts'),
    import('../node/worker/workerJudge.ts'),
  ]);
  const materialOf = (folder: string): { readonly place: DiskPlace } => ({ place: placeOf(folder) });
  const judges = Array.from({ length: threads }, () => new WorkerJudge({ program, materialOf }));
  return { judge: new JudgePool(judges), atOnce: 4 * threads };
}

/** What folders were published as, by the ledgers of their workspaces; each is read once. */
class PublishedNames {
  readonly #ledgers = new Map<string, Promise<Ledger>>();

  async of(place: Workspace | undefined): Promise<string | undefined> {
    if (!place) return undefined;
    const ledger = this.#ledgers.get(place.root) ?? ledgerAt(place.root);
    this.#ledgers.set(place.root, ledger);
    const entries = (await ledger).get(place.folder);
    return entries && [...entries.values()][0]?.name;
  }
}

/** A damaged ledger is told of by whoever writes to it: names are only judged by. */
async function ledgerAt(root: string): Promise<Ledger> {
  try {
    const text = await new TextFile(path.join(root, ledgerFileName)).read();
    return text === undefined ? new Map() : (await import('../core/publish/ledger.ts')).parseLedger(text);
  } catch (error) {
    if (error instanceof LedgerError) return new Map();
    throw error;
  }
}
