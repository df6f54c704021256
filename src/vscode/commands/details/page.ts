import { classTitles, groupsOf } from '../../../core/impact/show.ts';
import type { Finding } from '../../../core/impact/model.ts';
import { toDisplayText } from '../../../core/text/display.ts';
import { toMarkdownText } from '../../../core/text/markdownText.ts';
import { plural, toSize } from '../../../core/text/size.ts';
import { toAge, toDateTime } from '../../host/labels.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** A version as the page lists it. */
export interface VersionRow {
  /** `v3`, or when it was published. */
  readonly name: string;
  readonly isLatest: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly author: string | undefined;
  readonly note: string | undefined;
  /** Bytes of its archive; `undefined` where it was never downloaded here. */
  readonly size: number | undefined;
  /** Folders of the workspace that are based on it. */
  readonly folders: readonly string[];
}

/** A folder of the workspace that is the skill. */
export interface FolderRow {
  readonly folder: string;
  /** State and problems in a short phrase; '' while nothing is known. */
  readonly state: string;
  /** What its changes mean for users, against the latest version; `undefined` where nothing is known of that. */
  readonly impact: readonly Finding[] | undefined;
  /** It holds something that its registry does not. */
  readonly changed: boolean;
}

/** What a page tells. */
export interface DetailsFacts {
  readonly title: string;
  /** The slug; '' where it is not known. */
  readonly name: string;
  readonly description: string;
  /** `undefined`: none was chosen. */
  readonly connection: { readonly name: string; readonly production: boolean } | undefined;
  /** As the registry has it; `undefined` when it is not published, or that is not known. */
  readonly published: { readonly source: string; readonly createdAt: string; readonly updatedAt: string } | undefined;
  /** Why the registry says nothing; `undefined` when it does. */
  readonly failure: string | undefined;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly folders: readonly FolderRow[];
  /** Where code of the workspace names the skill or one of its versions, `path:line`. */
  readonly uses: readonly string[];
  /** There may be more uses than those. */
  readonly usesCut: boolean;
}

const mostVersions = 100;
const mostUses = 10;
const mostFindings = 10;

/**
 * The page as Markdown. Texts of the registry and of files go in as plain text: nothing of them becomes a link, an
 * image, HTML or a command. A section that has nothing to say is left out.
 */
export function detailsPage(facts: DetailsFacts): string {
  const { title, description, failure } = facts;
  const sections = [
    `# ${plainText(title, 100)}`,
    description === '' ? '' : plainText(description, 2000),
    failure === undefined ? '' : `**${plainText(failure, 600)}**`,
    factTable(facts),
    workspaceSection(facts),
    impactSection(facts),
    versionSection(facts),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Remote or file text on one line, as text only. */
function plainText(text: string, limit: number): string {
  return toMarkdownText(toDisplayText(text, limit));
}

function time(iso: string): string {
  const age = toAge(iso);
  return plainText(`${toDateTime(iso)}${age === '' ? '' : ` (${age})`}`, 100);
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function factTable({ title, name, connection, published, versions }: DetailsFacts): string {
  const latest = versions.find(({ isLatest }) => isLatest);
  const rows = [
    name === '' || name === title ? [] : [l10n.t`Name`, plainText(name, 64)],
    connection === undefined
      ? []
      : [
          l10n.t`Registry`,
          connection.production
            ? l10n.t`${plainText(connection.name, 100)} (production)`
            : plainText(connection.name, 100),
        ],
    latest ? [l10n.t`Latest version`, `${plainText(latest.name, 100)}, ${time(latest.createdAt)}`] : [],
    published && published.source !== 'custom'
      ? [l10n.t`Source`, l10n.t`${plainText(published.source, 40)} (read-only)`]
      : [],
    published ? [l10n.t`First published`, time(published.createdAt)] : [],
  ].filter((row) => row.length > 0);
  return rows.length === 0 ? '' : markdownTable(['', ''], rows);
}

function workspaceSection({ folders, uses, usesCut }: DetailsFacts): string {
  const rows = folders.map(({ folder, state }) => [plainText(folder, 300), state === '' ? '' : plainText(state, 200)]);
  const more = uses.length > mostUses || usesCut ? l10n.t` and more` : '';
  const used = uses
    .slice(0, mostUses)
    .map((use) => plainText(use, 200))
    .join(', ');
  return [
    l10n.t`## In this workspace`,
    rows.length === 0
      ? l10n.t`No folder in this workspace is this skill.`
      : markdownTable([l10n.t`Folder`, l10n.t`State`], rows),
    used === '' ? '' : l10n.t`Code that refers to it: ${used}${more}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Only of folders with changes; where nothing is known it says what tells. */
function impactSection({ folders, versions }: DetailsFacts): string {
  const changed = versions.length === 0 ? [] : folders.filter((each) => each.changed);
  if (changed.length === 0) return '';
  const several = changed.length > 1;
  const parts = changed.flatMap(({ folder, impact }) => [
    ...(several ? [`### ${plainText(folder, 300)}`] : []),
    meaningOf(impact),
  ]);
  return [l10n.t`## What the changes in the workspace mean`, ...parts].join('\n\n');
}

function meaningOf(impact: FolderRow['impact']): string {
  if (impact === undefined) return l10n.t`Not known yet. Use *Compare with Registry* to find out.`;
  const loud = impact.filter(({ severity }) => severity !== 'low');
  if (loud.length === 0) return l10n.t`No changes were found that users or callers would notice.`;
  return groupsOf(loud)
    .map(({ class: kind, findings }) => {
      const lines = findings.slice(0, mostFindings).map(({ severity, message, new: now, old }) => {
        const place = (now ?? old)?.path;
        const where = place === undefined || message.includes(place) ? '' : ` (${plainText(place, 200)})`;
        return `- ${severity === 'high' ? l10n.t`**Important:** ` : ''}${plainText(message, 300)}${where}`;
      });
      const more = findings.length - lines.length;
      return [`**${classTitles[kind]}**`, '', ...lines, ...(more > 0 ? [l10n.t`- and ${more} more`] : [])].join('\n');
    })
    .join('\n\n');
}

function versionSection({ versions, published }: DetailsFacts): string {
  if (!published) return '';
  if (versions.length === 0) return l10n.t`## Versions\n\nAll versions were deleted.`;
  const listed = versions.slice(0, mostVersions);
  const columns: readonly (readonly [head: string, cell: (version: VersionRow) => string])[] = [
    [
      l10n.t`Version`,
      ({ name, isLatest }) => (isLatest ? l10n.t`${plainText(name, 100)} · latest` : plainText(name, 100)),
    ],
    [l10n.t`Published`, ({ createdAt }) => time(createdAt)],
    [l10n.t`By`, ({ author = '' }) => plainText(author, 60)],
    [l10n.t`Size`, ({ size }) => (size === undefined ? '' : toSize(size))],
    [l10n.t`Note`, ({ note = '' }) => plainText(note, 500)],
    [l10n.t`In the workspace`, ({ folders }) => plainText(folders.join(', '), 200)],
  ];
  const told = columns.filter(([, cell]) => listed.some((version) => cell(version) !== ''));
  const hidden = versions.length - listed.length;
  const sizes = listed.filter(({ size }) => size !== undefined).length;
  return [
    l10n.t`## Versions`,
    markdownTable(
      told.map(([head]) => head),
      listed.map((version) => told.map(([, cell]) => cell(version))),
    ),
    hidden > 0 ? l10n.t`${plural(hidden, 'older version')} not listed here; the *Registry* view has all of them.` : '',
    sizes > 0 && sizes < listed.length ? l10n.t`Sizes are shown for archives that were opened on this computer.` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
