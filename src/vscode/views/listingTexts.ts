import * as vscode from 'vscode';
import type { Listing } from '../../core/listing/listing.ts';
import { findProfile, profileTitle, type ListingProfile } from '../../core/listing/profile.ts';
import { stateText } from '../../core/listing/summary.ts';
import { Disposables } from '../../core/text/disposables.ts';
import { plural } from '../../core/text/size.ts';
import { isSkillUri } from '../host/openTexts.ts';
import { toAddress } from '../host/skillAddress.ts';
import { parentUri } from '../host/uris.ts';
import { l10n } from '../../core/text/l10n.ts';

const scheme = 'skill-listing';

/** Who makes the lists. */
interface ListingSource {
  readonly onDidChangeTreeData: vscode.Event<undefined>;
  firstProfile(): Promise<ListingProfile>;
  listing(profile: ListingProfile): Promise<Listing>;
}

/** Read-only documents that hold lists as agents have them, and the cuts drawn there and in SKILL.md. */
export class ListingTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #own = new Disposables();
  readonly #source: ListingSource;
  readonly #changed = this.#own.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #cut = this.#own.add(
    vscode.window.createTextEditorDecorationType({
      overviewRulerColor: new vscode.ThemeColor('editorWarning.foreground'),
      after: { color: new vscode.ThemeColor('editorWarning.foreground'), fontStyle: 'italic' },
    }),
  );
  readonly onDidChange = this.#changed.event;
  /** Editors that have marks: from the others there is nothing to take away. */
  readonly #marked = new WeakSet<vscode.TextEditor>();
  /** The list that was shown last: by it SKILL.md is drawn. */
  #profile: ListingProfile | undefined;

  constructor(source: ListingSource) {
    this.#source = source;
    this.#own.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#own.add(
      source.onDidChangeTreeData(() => {
        for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.#changed.fire(uri);
        this.#draw();
      }),
    );
    this.#own.add(
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#draw();
      }),
    );
    this.#own.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === scheme) this.#draw();
      }),
    );
    this.#draw();
  }

  async show(profile: ListingProfile): Promise<void> {
    this.#profile = profile;
    const uri = vscode.Uri.from({ scheme, path: `/${profileTitle(profile)}.txt`, query: profile.id });
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    this.#draw();
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const profile = findProfile(query);
    return profile ? (await this.#source.listing(profile)).text : '';
  }

  dispose(): void {
    this.#own.dispose();
  }

  #draw(): void {
    void this.#drawAll();
  }

  async #drawAll(): Promise<void> {
    for (const editor of vscode.window.visibleTextEditors) {
      const { uri } = editor.document;
      if (uri.scheme === scheme || isSkillUri(uri)) this.#mark(editor, await this.#marksOf(editor.document));
    }
  }

  #mark(editor: vscode.TextEditor, marks: readonly vscode.DecorationOptions[]): void {
    if (marks.length === 0 && !this.#marked.has(editor)) return;
    editor.setDecorations(this.#cut, marks);
    if (marks.length > 0) this.#marked.add(editor);
    else this.#marked.delete(editor);
  }

  async #marksOf(document: vscode.TextDocument): Promise<readonly vscode.DecorationOptions[]> {
    if (document.uri.scheme === scheme) return this.#inList(document);
    // Lists are of what is saved: while somebody types none is made.
    return document.isDirty ? [] : this.#inSkill(document);
  }

  /** What became of each entry that is not whole, at its end. */
  async #inList(document: vscode.TextDocument): Promise<readonly vscode.DecorationOptions[]> {
    const profile = findProfile(document.uri.query);
    const listing = profile && (await this.#source.listing(profile));
    // A text of a moment ago is drawn when it is replaced.
    if (listing?.text !== document.getText()) return [];
    return listing.entries.flatMap(({ range, end, state, reason = '' }) =>
      range && state !== 'full'
        ? [toMark(document.positionAt(end ?? range.end), state === 'cut' ? l10n.t`cut here` : stateText(state), reason)]
        : [],
    );
  }

  /** Where the list of the agent stops to show the description. */
  async #inSkill(document: vscode.TextDocument): Promise<readonly vscode.DecorationOptions[]> {
    const { version } = document;
    const profile = this.#profile ?? (await this.#source.firstProfile());
    const folder = toAddress(parentUri(document.uri));
    const { entries } = await this.#source.listing(profile);
    const entry = entries.find((each) => each.folder === folder);
    if (!entry?.cut || document.version !== version) return [];
    const { cut, reason = '' } = entry;
    const shown = l10n.t`${profileTitle(profile)} shows the first ${plural(cut.offset, 'character')} of ${cut.field}: ${reason}.`;
    return [toMark(document.positionAt(cut.at), l10n.t`the list of ${profile.agent} ends here`, shown)];
  }
}

function toMark(at: vscode.Position, text: string, hoverMessage: string): vscode.DecorationOptions {
  return { range: new vscode.Range(at, at), hoverMessage, renderOptions: { after: { contentText: ` ✂ ${text} ` } } };
}
