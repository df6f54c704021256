interface Known<Document> {
  readonly document: Document;
  /** The paths of the skill and its folder's name, on which mentions depend. */
  readonly signature: string;
  /** Work of its Markdown, and of that and its mentions together. */
  readonly parsing: number;
  readonly work: number;
}

/** Characters of all documents together that are kept: a skill with many references, or some usual ones. */
const maxKept = 2 * 1024 * 1024;

/** Documents by their text, the ones that were not asked for longest forgotten first. */
export class KnownDocuments<Document extends { readonly text: string }> {
  readonly #byText = new Map<string, Known<Document>>();
  #kept = 0;

  get(text: string): Known<Document> | undefined {
    const found = this.#byText.get(text);
    if (!found) return undefined;
    this.#byText.delete(text);
    this.#byText.set(text, found);
    return found;
  }

  keep(known: Known<Document>): void {
    const { text } = known.document;
    if (!this.#byText.delete(text)) this.#kept += text.length;
    this.#byText.set(text, known);
    for (const oldest of this.#byText.keys()) {
      if (this.#kept <= maxKept) return;
      this.#byText.delete(oldest);
      this.#kept -= oldest.length;
    }
  }
}
