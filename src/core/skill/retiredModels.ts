/** A model that answers no request anymore. */
interface RetiredModel {
  /** The id that requests name. */
  readonly id: string;
  /** The day it was retired, ISO 8601. */
  readonly retired: string;
  readonly provider: 'Anthropic' | 'OpenAI' | 'Google';
}

/** The day of the newest copy of the providers' pages that the list below was compared with. */
export const retiredModelsAsOf = '2026-10-02';

/**
 * Models that their providers had retired by then. Only ids that name one model and nothing else.
 *
 * Anthropic: platform.claude.com/docs/en/about-claude/model-deprecations, table and history as copies of 2026-10-02 have
 * them. OpenAI: developers.openai.com/api/docs/deprecations, as copies of 2026 have it. Google: what it announced in 2025;
 * ai.google.dev/gemini-api/docs/deprecations no longer lists models as old as these.
 */
export const retiredModels: readonly RetiredModel[] = [
  ...anthropic('2024-11-06', 'claude-1.0', 'claude-1.1', 'claude-1.2', 'claude-1.3'),
  ...anthropic('2024-11-06', 'claude-instant-1.0', 'claude-instant-1.1', 'claude-instant-1.2'),
  ...anthropic('2025-07-21', 'claude-2.0', 'claude-2.1', 'claude-3-sonnet-20240229'),
  ...anthropic('2025-10-28', 'claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022'),
  ...anthropic('2026-01-05', 'claude-3-opus-20240229'),
  ...anthropic('2026-02-19', 'claude-3-7-sonnet-20250219', 'claude-3-5-haiku-20241022'),
  ...anthropic('2026-04-20', 'claude-3-haiku-20240307'),
  ...anthropic('2026-06-15', 'claude-opus-4-20250514', 'claude-sonnet-4-20250514'),
  ...anthropic('2026-08-05', 'claude-opus-4-1-20250805'),
  { id: 'text-davinci-003', retired: '2024-01-04', provider: 'OpenAI' },
  { id: 'gpt-3.5-turbo-0301', retired: '2024-09-13', provider: 'OpenAI' },
  { id: 'gpt-3.5-turbo-0613', retired: '2024-09-13', provider: 'OpenAI' },
  { id: 'gpt-4-vision-preview', retired: '2024-12-06', provider: 'OpenAI' },
  { id: 'gpt-4-32k', retired: '2025-06-06', provider: 'OpenAI' },
  { id: 'gpt-4.5-preview', retired: '2025-07-14', provider: 'OpenAI' },
  { id: 'gemini-1.0-pro', retired: '2025-02-15', provider: 'Google' },
  { id: 'gemini-1.5-pro', retired: '2025-09-24', provider: 'Google' },
  { id: 'gemini-1.5-flash', retired: '2025-09-24', provider: 'Google' },
];

function anthropic(retired: string, ...ids: readonly string[]): readonly RetiredModel[] {
  return ids.map((id) => ({ id, retired, provider: 'Anthropic' }));
}
