import { toDateTime } from '../host/labels.ts';
import { isNarrowed, type RegistryFilter } from './registryFilter.ts';
import type { RegistryModel } from './registryModel.ts';
import { failureText } from './registryNotice.ts';

/** For example `12 skills`, `100+ skills` or `3 of 120 skills`. */
export function countText(model: RegistryModel): string {
  const { listed, filter, matching } = model;
  if (!listed) return '';
  const all =
    `${listed.items.length.toLocaleString()}${listed.nextPage === undefined && listed.cut !== true ? '' : '+'} ` +
    (listed.items.length === 1 ? 'skill' : 'skills');
  return isNarrowed(filter) && matching.length !== listed.items.length
    ? `${matching.length.toLocaleString()} of ${all}`
    : all;
}

/** What the rows are missing or hide, one sentence a line; '' when nothing. */
export function missingText({ listed, filter, failure, loadedAt, matching }: RegistryModel): string {
  if (!listed) return '';
  const hidden = hiddenText(filter);
  const messages = [
    failure === undefined || loadedAt === undefined
      ? ''
      : `Shown as of ${toDateTime(loadedAt.toISOString())}. ${failureText(failure)}`,
    hidden === '' || matching.length === 0 ? '' : `Only ${hidden}.`,
    listed.unreadable === 0 ? '' : `${listed.unreadable} entries of the answer could not be read and are not shown.`,
    listed.cut === true ? 'The list is cut: at most 10,000 skills are listed.' : '',
  ];
  return messages.filter((message) => message !== '').join('\n');
}

function hiddenText({ text, source }: RegistryFilter): string {
  return [text.trim() === '' ? '' : `“${text.trim()}”`, source === undefined ? '' : `source ${source}`]
    .filter((part) => part !== '')
    .join(', ');
}
