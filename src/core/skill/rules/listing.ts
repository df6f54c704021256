import { addNotFor, moveTriggers } from '../fixing/listing.ts';
import { group, levels, rule } from './rule.ts';

/** What an agent's list leaves of a skill; found by `core/listing`. */
export const listingCut = rule<{ readonly phrases: readonly string[] }>({
  code: 'listing/cut',
  title: 'The list of skills shows the whole description',
  documentation:
    'Claude Code lists at most 1,536 characters of `description` and `when_to_use` together. Say what the skill is for ' +
    'and the words that people ask with first, and leave detail to the body.',
  severity: levels('off', 'information', 'off', 'off'),
  source: 'Claude Code 2.1.332, as read in 2026-11: setting `skillListingMaxDescChars`, 1,536 by default',
  fix: moveTriggers,
});

/** More than a list has room for, told once of all skills of a place. */
export const listingOverBudget = rule<{ readonly total: number }>({
  code: 'listing/over-budget',
  title: 'The list of skills has room for all descriptions',
  documentation:
    'A list of skills has a budget. Claude Code (`.claude/skills`) leaves out whole descriptions, those of the skills ' +
    'that are used least, beside its bundled skills; Codex (`.agents/skills`) cuts all long ones to one length. ' +
    'Shorten the longest, or move skills that are used rarely elsewhere. Reported once; `skill-publisher listing` ' +
    'shows all.',
  severity: levels('information', 'information', 'information', 'information'),
  source:
    'Claude Code 2.1.332 with a window of 1M tokens, and Codex 0.171.0 with one of 272,000, both as read in 2026-11',
});

/** Another skill of the same place that has the same words. */
export const listingShadowed = rule<{
  readonly by: string;
  readonly name: string;
  readonly phrases: readonly string[];
}>({
  code: 'listing/shadowed',
  title: 'No other skill has the words of this one',
  documentation:
    'Another skill in the same place ranks above this one (BM25) for phrases of its own description. Sentences that say ' +
    'what a skill is not for, words of many skills and common openings do not count. A hint: which skill a model ' +
    'chooses, words do not tell. Say what sets them apart, or in one of them “Not for …, use …”.',
  severity: levels('hint', 'hint', 'hint', 'hint'),
  source: 'This product; of 674 questions of public skills, words alone find the right one of 343 skills first in 61 %',
  fix: addNotFor,
});

export const listingRules = group([listingCut, listingOverBudget, listingShadowed]);
