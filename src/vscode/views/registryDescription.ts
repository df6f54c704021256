import { plural, toNumber } from '../../core/text/size.ts';
import { toDateTime } from '../host/labels.ts';
import { isNarrowed, type RegistryFilter } from './registryFilter.ts';
import type { RegistryModel } from './registryModel.ts';
import { failureText } from './registryNotice.ts';
import { l10n } from '../../core/text/l10n.ts';

/** For example `12 skills`, `100+ skills` or `3 of 120 skills`. */
export function countText(model: RegistryModel): string {
  const { listed, filter, matching } = model;
  if (!listed) return '';
  const { length } = listed.items;
  const isAll = listed.nextPage === undefined && listed.cut !== true;
  const all = isAll ? plural(length, 'skill') : l10n.t`${toNumber(length)}+ skills`;
  return isNarrowed(filter) && matching.length !== length ? l10n.t`${toNumber(matching.length)} of ${all}` : all;
}

/** What the rows are missing or hide, one sentence a line; '' when nothing. */
export function missingText(
  { connection, listed, filter, failure, loadedAt, matching }: RegistryModel,
  noFiles = false,
): string {
  if (!listed) return '';
  const hidden = hiddenText(filter);
  const messages = [
    failure === undefined || loadedAt === undefined
      ? ''
      : l10n.t`Shown as of ${toDateTime(loadedAt.toISOString())}. ${failureText(failure)}`,
    hidden === '' || matching.length === 0 ? '' : l10n.t`Only ${hidden}.`,
    listed.unreadable === 0
      ? ''
      : l10n.t`${listed.unreadable} entries in the response could not be read and are not shown.`,
    noFiles
      ? l10n.t`${connection?.name ?? l10n.t`The service`} does not provide the files of versions: open, compare, restore, and download are off.`
      : '',
    listed.cut === true ? l10n.t`Only the first 10,000 skills are shown.` : '',
  ];
  return messages.filter((message) => message !== '').join('\n');
}

function hiddenText({ text, source }: RegistryFilter): string {
  return [text.trim() === '' ? '' : `“${text.trim()}”`, source === undefined ? '' : l10n.t`source ${source}`]
    .filter((part) => part !== '')
    .join(', ');
}
