/** What a new skill says where its author has to say something: each is to be replaced before it is published. */
export const blanks = {
  description: 'Describes in one sentence what this skill does. Use when the user asks for it.',
  step: 'Read the request and name the input and the result.',
  scriptStep: 'Run the script on the input file and read its answer:',
  reference: 'What the agent needs to know about the format, and only when it works on it.',
  script: 'Counts the lines of a file. Replace this by what the skill needs.',
} as const;

/** Sentences of a new skill that say nothing about it. */
export const templateSentences: readonly string[] = Object.values(blanks);
