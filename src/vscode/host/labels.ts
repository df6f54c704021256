import type { RemoteSkill } from '../../core/registry/model.ts';
import { ageOf } from '../../core/text/age.ts';
import { toDisplayText } from '../../core/text/display.ts';
import { l10n, usedTranslations } from '../../core/text/l10n.ts';

/**
 * Foreign text for a place that draws `$(icon)`: quick picks, the status bar. One line, at most 100 characters, icons
 * shown as text.
 */
export function toIconSafe(text: string): string {
  return toDisplayText(text, 100).replaceAll('$(', '\\$(');
}

/**
 * What people call a skill: its display name, else its name, else an id that is a word (`pdf`), else when it was
 * published.
 */
export function skillName(
  { id, label, createdAt }: Pick<RemoteSkill, 'id' | 'label' | 'createdAt'>,
  name = '',
): string {
  const known = label ?? (name === '' && !id.startsWith('skill_') ? id : name);
  return known === '' ? l10n.t`Skill of ${toDateTime(createdAt)}` : toDisplayText(known, 100);
}

/** A version as shown in rows: ids over 20 characters are cut. */
function shortRef(ref: string): string {
  return ref.length > 20 ? `${ref.slice(0, 14)}…` : ref;
}

/**
 * What people call a version: `v3` by its place among those that exist, else when it was published. Ids are for machines.
 */
export function versionName(version: { readonly ref: string; readonly createdAt: string }, ordinal?: number): string {
  if (ordinal !== undefined) return `v${ordinal}`;
  return Number.isNaN(Date.parse(version.createdAt))
    ? shortRef(toDisplayText(version.ref, 100))
    : toDateTime(version.createdAt);
}

/** Title of the tab of a published file: `SKILL.md (pdf-forms v2)`. */
export function tabTitle(path: string, skill: string, version: string): string {
  return `${toDisplayText(path.split('/').at(-1) ?? path, 60)} (${toDisplayText(skill, 40)} ${version})`;
}

interface TimeFormats {
  /** `undefined`: of this computer. */
  readonly locale: string | undefined;
  readonly dateTime: Intl.DateTimeFormat;
  readonly relative: Intl.RelativeTimeFormat;
}

let formats: TimeFormats | undefined;

/** How times are said: in the language of the window where it is translated. Made once, for rows need many. */
function timeFormats(): TimeFormats {
  const locale = usedTranslations()?.language;
  if (!formats || formats.locale !== locale)
    formats = {
      locale,
      dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
      relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
    };
  return formats;
}

/** Local date and time of an ISO 8601 text; the text itself when it is none. */
export function toDateTime(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : timeFormats().dateTime.format(time);
}

/** "3 days ago"; empty when `iso` is no date. */
export function toAge(iso: string, now = Date.now()): string {
  return ageOf(iso, timeFormats().relative, now);
}
