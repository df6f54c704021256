import * as vscode from 'vscode';
import { shortRef, toDateTime, toIconSafe } from '../../host/labels.ts';
import type { Blocker, Guard, PublishChoices } from '../../../core/publish/guards.ts';
import type { PublishPlan } from '../../../core/publish/plan.ts';

/** What the user decided in the sheet. */
export type SheetDecision =
  | { readonly kind: 'publish'; readonly choices: PublishChoices }
  | { readonly kind: 'replan'; readonly choices: PublishChoices }
  | { readonly kind: 'note' }
  | { readonly kind: 'target' };

/** What the sheet opens beside itself, while it stays. */
export interface SheetViews {
  /** `undefined` where there is nothing to compare with. */
  readonly changes: (() => unknown) | undefined;
  /** How many files differ from the latest published version; rejects or is `undefined` where that cannot be told. */
  readonly countChanges: (() => Promise<number>) | undefined;
  readonly package: () => unknown;
  readonly problems: () => unknown;
}

export interface SheetOptions {
  readonly choices: PublishChoices;
  readonly views: SheetViews;
  /** The content is another one than the user has seen in the sheet before. */
  readonly changed: boolean;
}

interface Row extends vscode.QuickPickItem {
  readonly decision?: SheetDecision;
  readonly view?: () => unknown;
}

/** Shows the plan and asks once. Resolves to `undefined` when the user leaves. */
export function showPublishSheet(
  plan: PublishPlan,
  { choices, views, changed }: SheetOptions,
): Promise<SheetDecision | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title =
    `Publish ${toIconSafe(plan.name ?? plan.folder)} to ${toIconSafe(plan.connection.name)} — ` +
    'callers that do not pin a version get this at once';
  pick.placeholder = 'Choose what to do; Escape leaves without publishing';
  pick.ignoreFocusOut = true;
  pick.matchOnDetail = true;
  const told = changed ? [changedRow] : [];
  const rows = (files: number | undefined): Row[] => [
    ...decisionRows(plan, choices),
    ...told,
    ...viewRows(plan, views, files),
    ...otherRows(plan),
  ];
  pick.items = rows(undefined);
  void countInto(pick, rows, views);
  return new Promise((resolve) => {
    let decision: SheetDecision | undefined;
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row?.view) {
        void row.view();
        return;
      }
      if (!row?.decision) return;
      decision = row.decision;
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(decision);
    });
    pick.show();
  });
}

/** The count needs the published version, which may have to be downloaded: the sheet does not wait for it. */
async function countInto(
  pick: vscode.QuickPick<Row>,
  rows: (files: number) => Row[],
  { countChanges }: SheetViews,
): Promise<void> {
  const files = await countChanges?.().catch(() => undefined);
  if (files === undefined) return;
  const active = pick.items.findIndex((item) => item === pick.activeItems[0]);
  pick.items = rows(files);
  const kept = pick.items[active];
  if (kept) pick.activeItems = [kept];
}

/** The way to publish, or what must be decided first. */
function decisionRows(plan: PublishPlan, choices: PublishChoices): Row[] {
  const open = plan.blockers.filter(({ code }) => code !== 'production');
  if (open.length === 0) return [publishRow(plan, choices), ...noticeRows(plan)];
  return open.flatMap((blocker) => [separator(titles[blocker.code]), ...rowsFor(blocker, plan, choices)]);
}

const titles: Readonly<Record<Blocker['code'], string>> = {
  unchanged: 'nothing changed',
  renamed: 'the name changed',
  remoteNewer: 'published from elsewhere',
  sameName: 'a skill of this name exists',
  gone: 'the skill was deleted',
  missing: 'no such skill',
  readOnly: 'read-only skill',
  dirty: 'uncommitted changes',
  production: 'production',
  claudeLock: 'other tool',
  repaired: 'ledger',
  problems: 'errors',
  secrets: 'secrets',
  scanFailed: 'not scanned',
  ownKey: 'your own key',
  nothing: 'nothing to send',
};

function publishRow(plan: PublishPlan, choices: PublishChoices): Row {
  const { target } = plan;
  const label =
    target.kind === 'newSkill' ? '$(cloud-upload) Publish version, as a new skill' : '$(cloud-upload) Publish version';
  const id = target.skillId === undefined ? '' : shortRef(target.skillId);
  const after =
    target.latestVersion === undefined
      ? ''
      : 'after ' +
        `${shortRef(target.latestVersion)}${target.latestTime === undefined ? '' : ` of ${toDateTime(target.latestTime)}`}`;
  return {
    label,
    description: toIconSafe([target.label ?? '', id, after].filter((part) => part !== '').join(' · ')),
    decision: { kind: 'publish', choices },
  };
}

const changedRow: Row = {
  label: '$(info) The folder changed while you looked',
  detail: 'Nothing was sent. This is the plan for the folder as it is now: look again, then publish.',
  alwaysShow: true,
};

/** Guards that do not block are told under the publish row. */
function noticeRows(plan: PublishPlan): Row[] {
  return plan.guards.flatMap(({ kind, message }) => {
    const label = notices[kind];
    return label === undefined ? [] : [{ label, detail: sentence(message), alwaysShow: true }];
  });
}

const notices: Readonly<Partial<Record<Guard['kind'], string>>> = {
  dirty: '$(info) Uncommitted changes',
  claudeLock: '$(info) claude-lock.json',
  // It does not block where the target was chosen.
  remoteNewer: '$(warning) The ledger knows another one',
};

function rowsFor(blocker: Blocker, plan: PublishPlan, choices: PublishChoices): Row[] {
  const detail = sentence(blocker.message);
  const anyway = (choice: PublishChoices): Row => ({
    label: '$(cloud-upload) Publish anyway',
    detail,
    decision: { kind: 'publish', choices: { ...choices, ...choice } },
  });
  const asNew: Row = {
    label: '$(add) Publish as a new skill',
    detail,
    decision: { kind: 'replan', choices: { ...choices, target: 'new' } },
  };
  switch (blocker.code) {
    case 'unchanged':
      return [anyway({ unchanged: true })];
    case 'remoteNewer':
      return [anyway({ remoteNewer: true })];
    case 'renamed':
    case 'gone':
    case 'readOnly':
      return [asNew];
    case 'sameName':
      return [
        ...sameNameRows(plan, choices, detail),
        {
          ...asNew,
          label: '$(add) Create new skill',
          detail: 'A second skill of the same name; the first one stays as it is.',
        },
      ];
    case 'secrets':
      return [
        {
          label: '$(warning) Publish although something looks like a secret…',
          detail,
          decision: { kind: 'publish', choices: { ...choices, secrets: true } },
        },
      ];
    default:
      return [{ label: '$(error) This must be mended first', detail }];
  }
}

function sameNameRows({ target }: PublishPlan, choices: PublishChoices, detail: string): Row[] {
  return target.sameName.map((skillId) => ({
    label:
      '$(cloud-upload) New version of ' + toIconSafe(skillId === target.skillId ? (target.label ?? skillId) : skillId),
    description: skillId,
    detail,
    decision: { kind: 'replan', choices: { ...choices, target: { skillId } } },
  }));
}

function viewRows(plan: PublishPlan, views: SheetViews, changed: number | undefined): Row[] {
  const rows: Row[] = [separator('look first')];
  if (views.changes) {
    const files = changed === undefined ? '' : ` (${count(changed, 'file')})`;
    rows.push({
      label: `$(diff-multiple) Review changes${files}`,
      description: 'against the latest published version',
      view: views.changes,
    });
  }
  const left = plan.leftOut.length === 0 ? '' : `; ${plan.leftOut.length} left out`;
  rows.push({
    label: `$(package) Review package (${count(plan.sizes.files, 'file')}, ${toSize(plan.sizes.request)}${left})`,
    view: views.package,
  });
  if (plan.problems.length > 0) {
    const worst = plan.problems.some(({ severity }) => severity === 'error')
      ? 'error'
      : plan.problems.some(({ severity }) => severity === 'warning')
        ? 'warning'
        : 'info';
    rows.push({
      label: `$(${worst}) ${count(plan.problems.length, 'problem')}`,
      description: toIconSafe(plan.problems[0]?.message ?? ''),
      view: views.problems,
    });
  }
  return rows;
}

function otherRows(plan: PublishPlan): Row[] {
  return [
    separator('change'),
    {
      label: '$(note) Release note…',
      description: plan.note === undefined ? 'none' : toIconSafe(plan.note),
      decision: { kind: 'note' },
    },
    {
      label: '$(arrow-swap) Change target…',
      description: toIconSafe(plan.connection.name),
      decision: { kind: 'target' },
    },
  ];
}

function separator(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** As `toIconSafe`, for sentences. */
function sentence(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('$(', '\\$(');
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Bytes for people. */
export function toSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
