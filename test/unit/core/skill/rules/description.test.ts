import { descriptionRules } from '../../../../../src/core/skill/rules/description.ts';
import { described, exercises, given, reports, silent } from '../../../../support/ruleCases.ts';

describe('rules of the description', () => {
  reports(
    'desc/required',
    given('«---»\nname: my-skill\n---\n'),
    given('---\nname: my-skill\n«description»:\n---\n'),
    described('«""»'),
  );
  reports('desc/type', described('«12345»'), described('«true»'));
  reports('desc/length', described(`«${'x'.repeat(1025)}»`));
  silent('desc/length', described('😀'.repeat(1024)));
  reports('desc/xml', described('«Use <foo> tags»'), described('«Use <b>bold</b>: when asked»'));
  silent('desc/xml', described('"a < b and c > d"'));
  reports('desc/angle', described('«"a < b"»'));
  reports(
    'desc/when',
    described('«Converts a table of figures to another of the same kind»'),
    described('«Bakes rye bread, checks the oven before it opens the door, and keeps notes while the dough rests»'),
    described('«Sorts stamps of all countries, and what a request for a missing one needs»'),
    described('«An example skill that is invoked by nobody»'),
    described('«Bicycle tools: wheels, chains, brakes, for repair shops. Supports requests and invoices»'),
    described('«Knits socks. Do not use for gloves or when there is no wool»'),
    described('«Sing like a bird»'),
  );
  silent(
    'desc/when',
    described('Converts tables. Use when asked.'),
    described('Converts tables. USE FOR: CSV, spreadsheets. DO NOT USE FOR: pictures.'),
    described('Converts tables. Apply it whenever figures stand in columns.'),
    described('Converts tables of figures when importing reports of a bank.'),
    described('Converts tables. Triggers on "make a table" and the like.'),
    described('Converts tables. Trigger phrases: "make a table", "to columns".'),
    described('Converts tables. Best for figures of several years.'),
    described('Converts tables. When the user drops a sheet of figures, this makes columns of it.'),
    described('Converts the tables that somebody asked for or about.'),
    described('Converts tables for tasks like monthly reports of figures.'),
    described('You must use this with the figures of a bank.'),
    described('Convertit des tables de chiffres en colonnes et en lignes'),
    given('---\nname: my-skill\ndescription: Converts the tables of a bank\nwhen_to_use: Figures\n---\n'),
    given('---\nname: my-skill\ndescription: Converts the tables of a bank\ndisable-model-invocation: true\n---\n'),
    described('把脉专家'),
    described('PDF'),
  );
  reports(
    'desc/person',
    described('«I can convert tables when asked»'),
    described('«You can use this to convert tables»'),
  );
  silent(
    'desc/person',
    described('Use when the user says "I can not open it"'),
    described('Identifies things when asked'),
  );
  reports('desc/vague', described('«Helps with documents»'));
  reports('desc/multiline', described('«|\n  one\n  two»'));
  reports('desc/comment', described('Use when asked for Top «# 1 lists»'), described('Use when asked «## x»'));
  silent(
    'desc/comment',
    described('"Use when asked for Top # 1 lists"'),
    described('Fix issue #12 when asked'),
    described('C# when asked'),
  );
  silent('desc/multiline', described('"one line"'));
  exercises(descriptionRules);
});
