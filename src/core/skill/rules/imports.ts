import type { FileIndex } from '../references.ts';
import { isTestPath } from '../path.ts';
import { matchesIn, type SkillDocument, type SkillDocuments } from './documents.ts';
import { programOf } from './programText.ts';
import { perObject } from './remembered.ts';
import { type Finding, type RuleContext, group, levels, rule } from './rule.ts';
import { showSome } from './show.ts';
import { anyOf } from '../../text/patterns.ts';
import { l10n } from '../../text/l10n.ts';

const runtimeImport = rule<{ readonly module: string }>({
  code: 'runtime/import',
  title: 'Scripts import what the container has',
  documentation:
    'The container of the Skills API has the standard library of Python, the packages its documentation ' +
    'lists (pandas, numpy, matplotlib, openpyxl, pypdf, pillow and others) and what these need. Nothing can ' +
    'be installed. Reported are imports at the left margin of a script: of well-known packages that are not ' +
    'among them, and of packages that the skill itself says must be installed; one problem for Python and one for Node. ' +
    'Test files, templates, examples and what lies in `references/` are left out. Use ' +
    'what is there, put a copy of the module into the skill, or import it inside of `try` with another way ' +
    'when it is missing.',
  severity: levels('information', 'off', 'off', 'off'),
  source:
    'Platform documentation, code execution tool: pre-installed libraries, "only the pre-installed libraries ' +
    'are available"',
});

export const importRules = group([runtimeImport], checkImports);

/** Modules of the packages that the documentation of the code execution tool lists as installed. */
const installed = new Set([
  'pandas',
  'numpy',
  'scipy',
  'sklearn',
  'statsmodels',
  'matplotlib',
  'seaborn',
  'pyarrow',
  'openpyxl',
  'xlsxwriter',
  'xlrd',
  'PIL',
  'pptx',
  'docx',
  'pypdf',
  'pdfplumber',
  'pypdfium2',
  'pdf2image',
  'pdfkit',
  'tabula',
  'reportlab',
  'img2pdf',
  'sympy',
  'mpmath',
  'tqdm',
  'dateutil',
  'pytz',
  'joblib',
]);

/**
 * Modules of widely used packages that are neither listed as installed nor needed by a listed one. Not here: what the
 * vendor's own public skills import without installing it (yaml, lxml, defusedxml, pytesseract, imageio, …), and small
 * libraries that come with others.
 */
const absent = new Set([
  'aiohttp',
  'airflow',
  'altair',
  'asyncpg',
  'azure',
  'bokeh',
  'boto3',
  'botocore',
  'bs4',
  'catboost',
  'celery',
  'chromadb',
  'cohere',
  'crewai',
  'dash',
  'dask',
  'datasets',
  'discord',
  'django',
  'docker',
  'dotenv',
  'duckdb',
  'elasticsearch',
  'faiss',
  'fastapi',
  'feedparser',
  'fitz',
  'flask',
  'folium',
  'gensim',
  'geopandas',
  'github',
  'gradio',
  'groq',
  'gspread',
  'httpx',
  'huggingface_hub',
  'jax',
  'keras',
  'kubernetes',
  'langchain',
  'lightgbm',
  'litellm',
  'llama_index',
  'mistralai',
  'mysql',
  'newspaper',
  'nltk',
  'notion_client',
  'openai',
  'paramiko',
  'pinecone',
  'plotly',
  'polars',
  'praw',
  'psycopg',
  'psycopg2',
  'pydub',
  'pygame',
  'pymongo',
  'pymupdf',
  'pymysql',
  'pyspark',
  'pytest',
  'redis',
  'replicate',
  'requests',
  'scrapy',
  'selenium',
  'sentence_transformers',
  'slack_sdk',
  'snowflake',
  'spacy',
  'sqlalchemy',
  'streamlit',
  'stripe',
  'telegram',
  'tensorflow',
  'textblob',
  'tiktoken',
  'torch',
  'torchvision',
  'transformers',
  'tweepy',
  'twilio',
  'ultralytics',
  'weaviate',
  'whisper',
  'wikipedia',
  'xgboost',
  'yfinance',
  'youtube_transcript_api',
  'yt_dlp',
]);

/** True for a module of Python that the container of the Skills API surely does not have. */
export function isAbsentModule(name: string): boolean {
  return absent.has(name);
}

const pythonImport = anyOf(
  'gm',
  /^from[ \t]+([A-Za-z_]\w*)(?:\.[\w.]*)?[ \t]+import\b/,
  /^import[ \t]+([A-Za-z_][\w.]*(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*(?:[ \t]+as[ \t]+\w+)?){0,20})/,
);
const scriptImport =
  /^(?:import\b[^'"\n]{0,300}|(?:const|let|var)\b[^'"\n]{0,300}\brequire\()["']((?:@[\w.-]+\/)?[\w.-]+)/gm;
const pipInstall = /\b(?:pip3?|uv pip|uv|poetry|conda) (?:install|add)((?:[ \t]+[^\s`;|&#]+)+)/g;
const npmInstall = /\b(?:npm (?:install|i|add)|(?:yarn|pnpm|bun) add|bun install)((?:[ \t]+[^\s`;|&#]+)+)/g;
const perFile = 5;

/** Code for the user's project, or to be read. */
const material = anyOf(
  'i',
  /(?:^|\/)(?:assets|templates?|examples?|samples?|references?|docs?|resources|snippets|patterns|recipes)\//,
  /(?:template|example|sample|boilerplate|reference)[^/]*$/,
);

/** Rules about what scripts of a skill import that the container of the Skills API does not have. */
function* checkImports({ documents, target }: RuleContext): Iterable<Finding> {
  if (target !== 'api' || documents.scripts.length === 0) return;
  const asking = documents.all.map(packagesOf);
  const python = new Set(asking.flatMap(({ pip }) => pip).map((name) => name.replaceAll('-', '_')));
  const node = new Set(asking.flatMap(({ npm }) => npm));
  const lacking: (Import & { readonly path: string; readonly asked: boolean })[] = [];
  for (const { path, text } of documents.scripts) {
    if (isTestPath(path) || material.test(path)) continue;
    const told = new Set<string>();
    for (const each of importsOf(path, text)) {
      const { name, isNode } = each;
      const asked = isNode ? node.has(name) : python.has(name.toLowerCase());
      const isAbsent = asked || (!isNode && absent.has(name));
      if (told.has(name) || !isAbsent || installed.has(name) || isBundled(name, documents)) continue;
      told.add(name);
      if (told.size > perFile) break;
      lacking.push({ ...each, path, asked });
    }
  }
  for (const isNode of [false, true]) yield* toFindings(lacking.filter((each) => each.isNode === isNode));
}

/** One problem for all modules of a language: the message names them. */
function* toFindings(
  lacking: readonly (Import & { readonly path: string; readonly asked: boolean })[],
): Iterable<Finding> {
  const names = [...new Set(lacking.map(({ name }) => name))];
  const shown = showSome(names, 4);
  for (const { path, name, start, isNode, asked } of lacking) {
    const needs = isNode
      ? l10n.t`Needs npm packages: ${shown} may be missing.`
      : l10n.t`Needs Python packages: ${shown} may be missing.`;
    yield runtimeImport.found({
      file: path,
      message: asked
        ? l10n.t`${needs} The skill says it must be installed, and nothing can be installed in the container of the Skills API. Use what is there, or do without when the import fails.`
        : l10n.t`${needs} The container of the Skills API is not documented to have it, and nothing can be installed there. Use what is there, or do without when the import fails.`,
      range: { start, end: start + name.length },
      data: { module: name },
      subject: isNode ? 'npm' : 'python',
    });
  }
}

interface Import {
  readonly name: string;
  /** Offset of the name. */
  readonly start: number;
  readonly isNode: boolean;
}

function* importsOf(path: string, text: string): Iterable<Import> {
  const whole = [{ start: 0, end: text.length }];
  if (/\.py$/i.test(path) || /^#![^\n]*python/.test(text)) {
    // What stands in a text is no import.
    for (const { range, match } of matchesIn(programOf(text, 'python'), whole, pythonImport, 200)) {
      const list = match[1] ?? match[2] ?? '';
      const from = range.start + match[0].indexOf(list, 4);
      for (const each of list.matchAll(/(?:^|,[ \t]*)([A-Za-z_]\w*)/g)) {
        const name = each[1] ?? '';
        yield { name, start: from + each.index + each[0].length - name.length, isNode: false };
      }
    }
  } else if (/\.(?:js|mjs|cjs|ts)$/i.test(path) || /^#![^\n]*\bnode\b/.test(text)) {
    const program = programOf(text, 'javascript');
    for (const { range, match } of matchesIn(text, whole, scriptImport, 200)) {
      if (program[range.start] !== text[range.start]) continue;
      const name = match[1] ?? '';
      yield { name, start: range.end - name.length, isNode: true };
    }
  }
}

/** Lower-case names of the packages that a Markdown file tells to install. */
const packagesOf = perObject((document: SkillDocument) => ({
  pip: installedBy(document, pipInstall),
  npm: installedBy(document, npmInstall),
}));

function installedBy({ text, markdown }: SkillDocument, pattern: RegExp): readonly string[] {
  const code = [...markdown.spans, ...markdown.blocks].map(({ textRange }) => textRange);
  return Array.from(matchesIn(text, code, pattern, 50)).flatMap(({ match }) =>
    (match[1] ?? '')
      .trim()
      .split(/[ \t]+/)
      .flatMap((word) => {
        const name = /^["']?((?:@[\w.-]+\/)?[A-Za-z][\w.-]*)/.exec(word)?.[1];
        return name === undefined ? [] : [name.toLowerCase()];
      }),
  );
}

const segments = new WeakMap<FileIndex, ReadonlySet<string>>();

function isBundled(name: string, { files }: SkillDocuments): boolean {
  let known = segments.get(files);
  if (!known) {
    known = new Set(files.paths.flatMap((path) => path.split('/')));
    segments.set(files, known);
  }
  return known.has(name) || known.has(`${name}.py`);
}
