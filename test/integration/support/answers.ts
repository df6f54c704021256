import * as vscode from 'vscode';

/** One question the extension asked, and what was answered. */
export interface Asked {
  readonly kind: 'input' | 'pick' | 'message';
  /** Prompt or title, labels of the choices, or the message's text. */
  readonly text: string;
  readonly choices: readonly string[];
  /** What stands below each choice of a pick list; empty where a list is not one of rows. */
  readonly details: readonly string[];
  /** What stands in an empty box. */
  readonly placeholder: string;
  readonly modal: boolean;
}

/**
 * What a person would do: the text typed into inputs, the row or button whose label matches, `undefined` for Escape.
 */
export type Person = (asked: Asked) => string | RegExp | undefined;

type Loose = Record<string, unknown>;

/**
 * Runs `work` while `person` answers input boxes, quick picks and messages; resolves to everything that was asked.
 * Questions are answered by functions put into `vscode.window`, which the extension under test shares with its suites.
 */
export async function answering(person: Person, work: () => PromiseLike<unknown>): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const note = (entry: Asked): string | RegExp | undefined => {
    asked.push(entry);
    return person(entry);
  };
  const matches = (answer: string | RegExp | undefined, label: string): boolean =>
    answer !== undefined && (typeof answer === 'string' ? label === answer : answer.test(label));

  const stubs: Loose = {
    showInputBox: async (options: vscode.InputBoxOptions = {}) => {
      const answer = note({
        kind: 'input',
        text: [options.title, options.prompt].filter(Boolean).join('\n'),
        choices: [],
        details: [],
        placeholder: '',
        modal: false,
      });
      return Promise.resolve(typeof answer === 'string' ? answer : undefined);
    },
    showQuickPick: async (
      items: readonly (string | vscode.QuickPickItem)[] | PromiseLike<readonly (string | vscode.QuickPickItem)[]>,
      options: vscode.QuickPickOptions = {},
    ) => {
      const rows = await items;
      const labelOf = (row: string | vscode.QuickPickItem): string => (typeof row === 'string' ? row : row.label);
      const answer = note({
        kind: 'pick',
        text: options.title ?? options.placeHolder ?? '',
        choices: rows.map(labelOf),
        details: rows.map((row) => (typeof row === 'string' ? '' : (row.detail ?? ''))),
        placeholder: options.placeHolder ?? '',
        modal: false,
      });
      const found = rows.filter((row) => matches(answer, labelOf(row)));
      return options.canPickMany === true ? (found.length === 0 ? undefined : found) : found[0];
    },
  };
  stubs['createQuickPick'] = () =>
    new AnsweredQuickPick((pick) => {
      const labels = pick.items.map((item) => [item.label, item.description, item.detail].filter(Boolean).join(' | '));
      const answer = note({
        kind: 'pick',
        text: pick.title ?? '',
        choices: labels,
        details: [],
        placeholder: '',
        modal: false,
      });
      return pick.items.find(
        (item, index) => item.kind !== vscode.QuickPickItemKind.Separator && matches(answer, labels[index] ?? ''),
      );
    });
  for (const method of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage']) {
    stubs[method] = async (text: string, ...rest: readonly (string | vscode.MessageItem | vscode.MessageOptions)[]) => {
      const isOptions = (value: unknown): value is vscode.MessageOptions =>
        typeof value === 'object' && value !== null && !('title' in value);
      const buttons = rest.filter((value): value is string | vscode.MessageItem => !isOptions(value));
      const options = rest.find(isOptions);
      const titleOf = (button: string | vscode.MessageItem): string =>
        typeof button === 'string' ? button : button.title;
      const detail = options?.detail === undefined ? '' : `\n${options.detail}`;
      const answer = note({
        kind: 'message',
        text: text + detail,
        choices: buttons.map(titleOf),
        details: [],
        placeholder: '',
        modal: options?.modal === true,
      });
      return Promise.resolve(buttons.find((button) => matches(answer, titleOf(button))));
    };
  }
  const window = vscode.window as unknown as Loose;
  const originals = Object.fromEntries(Object.keys(stubs).map((name) => [name, window[name]]));
  Object.assign(window, stubs);
  try {
    await work();
  } finally {
    Object.assign(window, originals);
  }
  return asked;
}

/** A quick pick that asks as soon as it is shown, and again when the chosen row left it open. */
class AnsweredQuickPick {
  title: string | undefined;
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  readonly #choose: (pick: AnsweredQuickPick) => vscode.QuickPickItem | undefined;
  readonly #accepted = new vscode.EventEmitter<void>();
  readonly #hidden = new vscode.EventEmitter<void>();
  #open = false;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;

  constructor(choose: (pick: AnsweredQuickPick) => vscode.QuickPickItem | undefined) {
    this.#choose = choose;
  }

  show(): void {
    this.#open = true;
    setTimeout(() => {
      for (let question = 0; this.#open && question < 5; question += 1) {
        const row = this.#choose(this);
        if (!row) this.hide();
        else {
          this.selectedItems = [row];
          this.#accepted.fire();
        }
      }
      this.hide();
    }, 0);
  }

  hide(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#hidden.fire();
  }

  dispose(): void {
    this.#accepted.dispose();
    this.#hidden.dispose();
  }
}
