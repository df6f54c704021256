import * as vscode from 'vscode';
import { Disposables } from '../../core/text/disposables.ts';
import type { Skill } from '../../core/skill/skill.ts';
import type { FolderContent } from '../../core/workspace/folderContent.ts';
import type { SkillReport } from '../../core/workspace/report.ts';
import type { Judge } from '../../core/workspace/skillJudge.ts';
import type { SkillReader } from '../../core/workspace/skillReader.ts';
import { SkillWorkspace, type FolderSettings } from '../../core/workspace/skillWorkspace.ts';
import type { SkillSnapshot } from '../../core/workspace/snapshot.ts';
import { exists } from './files.ts';
import { completeStep } from './steps.ts';
import type * as finding from './findSkills.ts';
import type { FoldersSettings, ReadConfig } from './folderSettings.ts';
import { openFolders, unsavedIn, isSkillUri } from './openTexts.ts';
import { fromAddress, toAddress } from './skillAddress.ts';

interface SkillsPorts {
  readonly judge: Judge;
  /** The name a folder was first published under; `undefined` when it was not. */
  readonly publishedName: (folder: vscode.Uri) => Promise<string | undefined>;
  /** Takes a failure of work nobody waits for. */
  readonly onError: (error: unknown) => void;
}

/** Parents of a file that are asked whether they are a skill folder. */
const maxDepth = 4;
const contextKey = 'skillPublisher.skillFolders';

/**
 * The skills of this window: of its workspace folders, and of editors that show one from elsewhere. Everything in the
 * editor that finds, reads or judges a skill asks here.
 */
export class Skills implements vscode.Disposable {
  readonly #own = new Disposables();
  readonly #workspace: SkillWorkspace;
  /** For what needs the texts of one skill at once: completion, hovers, renames. */
  #reader: Promise<SkillReader> | undefined;
  readonly #ports: SkillsPorts;
  /** Each folder is one object, by which views know their rows. */
  readonly #uris = new Map<string, vscode.Uri>();
  readonly #changed = this.#own.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #deleted = this.#own.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #judged = this.#own.add(new vscode.EventEmitter<readonly vscode.Uri[]>());
  readonly #didFind = this.#own.add(new vscode.EventEmitter<void>());
  readonly #didReadConfig = this.#own.add(new vscode.EventEmitter<ReadConfig>());
  /** Documents that were not saved when they were seen last. */
  readonly #unsaved = new Set<string>();
  /** Loaded with the first search; before it nothing is accepted, for the search finds it. */
  #finder: typeof finding | undefined;
  #exclusions: finding.Exclusions = [];
  #recovered: Promise<boolean> | undefined;
  /** Loaded with the first skill. */
  #settings: Promise<FoldersSettings> | undefined;
  #loadedSettings: FoldersSettings | undefined;
  /** Something in a skill folder changed: a file on disk, or a text in an editor. */
  readonly onDidChange = this.#changed.event;
  /** A file or folder of the workspace is gone, with all that was in it. */
  readonly onDidDelete = this.#deleted.event;
  /** Reports of these folders are new, or gone. */
  readonly onDidJudge = this.#judged.event;
  /** A skill folder came or went. */
  readonly onDidFind = this.#didFind.event;
  /** A configuration was read, or is to be read again. */
  readonly onDidReadConfig = this.#didReadConfig.event;

  constructor(ports: SkillsPorts) {
    this.#ports = ports;
    this.#workspace = this.#own.add(this.#open());
    this.#own.add(
      this.#workspace.onDidChange(({ folder, path, onDisk }) => {
        if (onDisk)
          void this.#reader?.then((reader) => {
            reader.changed(folder, path);
          });
        this.#changed.fire(this.#uriOf(folder));
      }),
    );
    this.#own.add(
      this.#workspace.onDidJudge((folders) => {
        this.#judged.fire(folders.map((folder) => this.#uriOf(folder)));
      }),
    );
    this.#own.add(
      this.#workspace.onDidFind(() => {
        this.#tellFound();
      }),
    );
  }

  /** Looks for the skills of the workspace, and keeps them judged from then on. */
  start(): void {
    this.#own.add(this.#watch());
    this.#own.add(this.#listen());
    for (const document of vscode.workspace.textDocuments) this.#touch(document);
    this.find().catch(this.#ports.onError);
  }

  /** The skill folders of the workspace, in alphabetic order. */
  async find(): Promise<readonly vscode.Uri[]> {
    return (await this.#workspace.find()).map((folder) => this.#uriOf(folder));
  }

  /** Searches anew, for commands that act on all skills: a watcher tells of new folders only after a moment. */
  async findAgain(): Promise<readonly vscode.Uri[]> {
    return (await this.#workspace.findAgain()).map((folder) => this.#uriOf(folder));
  }

  /** What was found so far; `undefined` before the first search ended. */
  get found(): readonly vscode.Uri[] | undefined {
    return this.#workspace.found?.map((folder) => this.#uriOf(folder));
  }

  /** The folders that are known so far, also those that are only open. */
  get known(): readonly vscode.Uri[] {
    return this.#workspace.known.map((folder) => this.#uriOf(folder));
  }

  /** The innermost skill folder of the workspace that holds `uri` (or is it); `undefined` when there is none. */
  async holding(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    await this.find();
    const folder = this.#workspace.holding(toAddress(uri));
    return folder === undefined ? undefined : this.#uriOf(folder);
  }

  /** The skill folder a file belongs to: the nearest one above it with a SKILL.md; `undefined` when there is none. */
  async folderOf(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    if (uri.scheme === 'untitled') return undefined;
    if (isSkillUri(uri)) return this.#uriOf(toAddress(vscode.Uri.joinPath(uri, '..')));
    const known = this.#workspace.holding(toAddress(vscode.Uri.joinPath(uri, '..')));
    if (known !== undefined) return this.#uriOf(known);
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    if (!root || vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return undefined;
    let folder = vscode.Uri.joinPath(uri, '..');
    for (let depth = 0; depth < maxDepth && folder.path.startsWith(root.path); depth += 1) {
      if (await exists(vscode.Uri.joinPath(folder, 'SKILL.md'))) return this.#uriOf(toAddress(folder));
      folder = vscode.Uri.joinPath(folder, '..');
    }
    return undefined;
  }

  /** What is wrong with a folder, and what it holds; `undefined` until it was judged. */
  report(folder: vscode.Uri): SkillReport | undefined {
    return this.#workspace.report(toAddress(folder));
  }

  /** The skill as it would be published, with the unsaved texts of open editors. */
  async skill(folder: vscode.Uri): Promise<Skill> {
    const address = toAddress(folder);
    this.#reader ??= openReader().then((reader) => this.#own.add(reader));
    const [reader, publishedName] = await Promise.all([this.#reader, this.#ports.publishedName(folder)]);
    // Of what is not kept up to date nobody tells.
    if (!this.#workspace.isKnown(address)) reader.changed(address);
    return (await reader.read(address, { publishedName, unsaved: unsavedIn(address) })).skill;
  }

  /** The name a skill gives itself in its front matter; `undefined` when it has none, or cannot be read. */
  async nameOf(folder: vscode.Uri): Promise<string | undefined> {
    const judged = this.report(folder)?.collected;
    if (judged) return judged.name?.text;
    const { headOf } = await import('../../core/workspace/judge.ts');
    return headOf(await this.skill(folder)).name;
  }

  /** The folder as it is on disk now, for what is packed, compared or replaced, and the verdict on exactly that. */
  snapshot(folder: vscode.Uri, signal?: AbortSignal): Promise<SkillSnapshot> {
    return this.#workspace.snapshot(toAddress(folder), signal);
  }

  /** The content of a published version, to be judged as folders are. */
  snapshotOf(content: FolderContent): Promise<SkillSnapshot> {
    return this.#workspace.snapshotOf(content);
  }

  /** How a folder is judged; a file that was never saved, and what lies in no skill, by its own place. */
  async settingsOf(folder: vscode.Uri): Promise<FolderSettings> {
    return (await this.#openSettings()).of(toAddress(folder));
  }

  /** Whether a folder is published only when Git knows of no change in it. */
  async requiresCleanGit(folder: vscode.Uri): Promise<boolean> {
    return (await this.#openSettings()).requiresCleanGit(toAddress(folder));
  }

  /** Why the configuration of a folder is not used; `undefined` when it is, or there is none. */
  async configFaultOf(folder: vscode.Uri): ReturnType<FoldersSettings['faultOf']> {
    return (await this.#openSettings()).faultOf(toAddress(folder));
  }

  /** Reads a folder anew: for places no watcher reaches, and before changes that must not miss what is not told yet. */
  refresh(folder: vscode.Uri): void {
    this.#workspace.refresh(toAddress(folder));
  }

  /** Reads every folder again, whatever a watcher has told of. */
  refreshAll(): void {
    for (const folder of this.known) this.refresh(folder);
  }

  dispose(): void {
    this.#own.dispose();
  }

  #open(): SkillWorkspace {
    const { judge, publishedName, onError } = this.#ports;
    return new SkillWorkspace({
      judge,
      sources: {
        sourceOf: async (folder) => (await import('./skillSources.ts')).skillSources.sourceOf(folder),
      },
      find: async (signal) => {
        const finder = await import('./findSkills.ts');
        this.#finder = finder;
        this.#exclusions = finder.readExclusions();
        this.#recovered ??= import('./recoverFolders.ts').then(({ recoverFolders }) => recoverFolders());
        const [found, recovered] = await Promise.all([finder.findSkills(this.#exclusions, signal), this.#recovered]);
        this.#recovered = Promise.resolve(false);
        const folders = recovered ? await finder.findSkills(this.#exclusions, signal) : found;
        return (await this.#openSettings()).included(folders.map(toAddress));
      },
      findBelow: async (path, signal) => {
        const { walk } = await import('./findSkills.ts');
        const folders = (await walk(fromAddress(path), signal)).map((file) => vscode.Uri.joinPath(file, '..'));
        return (await this.#openSettings()).included(folders.map(toAddress));
      },
      accepts: (folder) =>
        this.#finder?.isSearched(fromAddress(folder), this.#exclusions) === true &&
        this.#loadedSettings?.isExcluded(folder) !== true,
      settingsOf: async (folder) => (await this.#openSettings()).of(folder),
      publishedName: (folder) => publishedName(this.#uriOf(folder)),
      unsaved: unsavedIn,
      first: openFolders,
      later: (work, milliseconds) => {
        const timer = setTimeout(work, milliseconds);
        return {
          dispose: () => {
            clearTimeout(timer);
          },
        };
      },
      onError,
    });
  }

  #openSettings(): Promise<FoldersSettings> {
    this.#settings ??= import('./folderSettings.ts').then(({ FoldersSettings: Settings }) => {
      const settings = this.#own.add(new Settings());
      settings.onDidRead((read) => {
        this.#didReadConfig.fire(read);
      });
      this.#loadedSettings = settings;
      return settings;
    });
    return this.#settings;
  }

  /** The one watcher: of a folder that comes or goes as a whole, only the folder is told, not what is in it. */
  #watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**');
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange((uri) => {
        this.#touched(uri, false);
      }),
      watcher.onDidCreate((uri) => {
        this.#touched(uri, true);
      }),
      watcher.onDidDelete((uri) => {
        this.#gone(uri);
      }),
      // A watcher may tell of a move a second later, or not at all; what follows a move must see it at once.
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          this.#gone(oldUri);
          this.#touched(newUri, true);
        }
      }),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.#gone(uri);
      }),
      // Watchers can lose sight of a folder that was replaced as a whole; what is saved here is always seen.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        this.#touched(uri, false);
      }),
    );
  }

  #listen(): vscode.Disposable {
    const again = (): void => {
      this.#findAnew();
    };
    return vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#touch(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#touch(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        const address = toAddress(uri);
        this.#workspace.edited(address);
        if (isSkillUri(uri)) this.#workspace.leave(toAddress(vscode.Uri.joinPath(uri, '..')));
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('skillPublisher.exclude')) again();
        if (event.affectsConfiguration('skillPublisher.target') || event.affectsConfiguration('skillPublisher.rules'))
          this.#workspace.judgeAll();
      }),
    );
  }

  /** An editor shows a file: its skill is judged, wherever it lies. */
  #touch({ uri, isDirty }: vscode.TextDocument): void {
    if (uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return;
    const folder = toAddress(vscode.Uri.joinPath(uri, '..'));
    if (isSkillUri(uri)) {
      const isNew = !this.#workspace.isKnown(folder);
      this.#workspace.meet(folder);
      // Nobody watches what lies outside of the workspace.
      if (!isNew && vscode.workspace.getWorkspaceFolder(uri) === undefined) this.refresh(this.#uriOf(folder));
    }
    if (isDirty || this.#unsaved.has(toAddress(uri))) this.#workspace.edited(toAddress(uri));
    if (isDirty) this.#unsaved.add(toAddress(uri));
    else this.#unsaved.delete(toAddress(uri));
  }

  #findAnew(): void {
    this.#workspace.findAgain().catch(this.#ports.onError);
  }

  #touched(uri: vscode.Uri, created: boolean): void {
    this.#checkConfig(uri);
    this.#workspace.changed(toAddress(uri), created);
  }

  #checkConfig(uri: vscode.Uri): void {
    if (this.#loadedSettings?.touched(toAddress(uri)) !== true) return;
    this.#findAnew();
    this.#workspace.judgeAll();
  }

  #gone(uri: vscode.Uri): void {
    this.#checkConfig(uri);
    this.#workspace.deleted(toAddress(uri));
    this.#deleted.fire(uri);
  }

  #tellFound(): void {
    // For the `in` clauses of explorer menus.
    const paths = (this.#workspace.found ?? []).map((folder) => this.#uriOf(folder).fsPath);
    void vscode.commands.executeCommand('setContext', contextKey, paths);
    if (paths.length > 0) completeStep('write');
    this.#didFind.fire();
  }

  #uriOf(folder: string): vscode.Uri {
    const known = this.#uris.get(folder);
    if (known) return known;
    const uri = fromAddress(folder);
    this.#uris.set(folder, uri);
    return uri;
  }
}

/** The reader and what it reads with are loaded when the texts of a skill are first wanted. */
async function openReader(): Promise<SkillReader> {
  const [{ SkillReader: Reader }, { skillSources }] = await Promise.all([
    import('../../core/workspace/skillReader.ts'),
    import('./skillSources.ts'),
  ]);
  return new Reader(skillSources);
}
