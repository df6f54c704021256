import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { ApiError, badRequest, errorBody } from './apiError.ts';
import { readBody } from './body.ts';
import { defaultWorkspace, requireKey, requireVersionHeader, workspaceOf } from './credentials.ts';
import type { ListKey } from './cursor.ts';
import { selectDialect, type DialectMode } from './dialect.ts';
import { newRequestId } from './ids.ts';
import { maxSkillsInPage, maxVersionsInPage } from './limits.ts';
import { boundaryOf, parseMultipart, type Part } from './multipart.ts';
import {
  createSkill,
  createVersion,
  existingSkill,
  requireWritableId,
  retrieveSkill,
  retrieveVersion,
  type Caller,
  removeSkill,
  removeVersion,
  contentOf,
} from './operations.ts';
import { cutPage, parsePage, parseSource } from './paging.ts';
import { toDeletedSkillBody, toDeletedVersionBody, toListBody, toSkillBody, toVersionBody } from './shapes.ts';
import { toStorageError } from './storageError.ts';
import type { Store } from './store.ts';
import { parseLabel, parseUpload } from './upload.ts';
import type { UploadBudget } from './uploadBudget.ts';

interface RouteOptions {
  readonly store: Store;
  readonly dialects: DialectMode;
  /** `undefined` accepts any key that is not empty. */
  readonly apiKey: string | undefined;
  readonly budget: UploadBudget;
  /** Told about errors that are nobody's but ours, before the 500 is answered. */
  readonly onInternalError: (error: unknown) => void;
}

interface Env {
  Bindings: HttpBindings;
  Variables: { caller: Caller; requestId: string };
}

const organizationId = '00000000-0000-4000-8000-000000000000';

/** The nine routes of the Skills API. Every answer, refusals too, has a `request-id`. */
export function createRoutes(options: RouteOptions): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (context, next) => {
    const requestId = newRequestId();
    context.set('requestId', requestId);
    const header = (name: string) => context.req.header(name);
    const dialect = selectDialect(options.dialects, header('anthropic-beta'));
    context.set('caller', { workspace: defaultWorkspace, dialect });
    context.header('request-id', requestId);
    context.header('anthropic-organization-id', organizationId);
    requireKey(header, options.apiKey);
    requireVersionHeader(header);
    const workspace = workspaceOf(header);
    context.set('caller', { workspace, dialect });
    context.header('anthropic-workspace-id', workspace);
    await next();
  });
  addSkillRoutes(app, options.store, options.budget);
  addVersionRoutes(app, options.store, options.budget);
  app.notFound((context) => fail(context, notFoundError(context)));
  app.onError((error, context) => fail(context, toApiError(error, options.onInternalError)));
  return app;
}

function addSkillRoutes(app: Hono<Env>, store: Store, budget: UploadBudget): void {
  app.post('/v1/skills', async (context) => {
    const caller = context.get('caller');
    const parts = await readParts(context, budget);
    const upload = parseUpload(parts, caller.dialect);
    return context.json(
      toSkillBody(await createSkill(store, caller, parseLabel(parts, caller.dialect), upload), caller.dialect),
    );
  });
  app.get('/v1/skills', (context) => {
    const { workspace, dialect } = context.get('caller');
    const query = context.req.query();
    const source = parseSource(query);
    const key: ListKey = { dialect, list: JSON.stringify(['skills', workspace, source]) };
    const page = parsePage(query, maxSkillsInPage[dialect], key);
    const rows = store.listSkills({
      workspace,
      source,
      before: page.after,
      limit: page.limit + 1,
      withoutVersions: dialect === 'beta',
    });
    const { shown, nextPage } = cutPage(rows, page, key, (row) => row.createdAt);
    return context.json(
      toListBody(
        shown.map((row) => toSkillBody(row, dialect)),
        nextPage,
        dialect,
      ),
    );
  });
  app.get('/v1/skills/:skillId', (context) => {
    const caller = context.get('caller');
    return context.json(toSkillBody(retrieveSkill(store, caller, context.req.param('skillId')), caller.dialect));
  });
  app.delete('/v1/skills/:skillId', async (context) => {
    const skillId = context.req.param('skillId');
    await removeSkill(store, context.get('caller'), skillId);
    return context.json(toDeletedSkillBody(skillId));
  });
}

function addVersionRoutes(app: Hono<Env>, store: Store, budget: UploadBudget): void {
  app.post('/v1/skills/:skillId/versions', async (context) => {
    const caller = context.get('caller');
    const skillId = context.req.param('skillId');
    requireWritableId(skillId);
    // Asked before the upload is read, and again in the transaction.
    existingSkill(store, caller, skillId);
    const upload = parseUpload(await readParts(context, budget), caller.dialect);
    return context.json(toVersionBody(await createVersion(store, caller, skillId, upload), caller.dialect));
  });
  app.get('/v1/skills/:skillId/versions', (context) => {
    const caller = context.get('caller');
    const { dialect } = caller;
    const skillId = context.req.param('skillId');
    existingSkill(store, caller, skillId);
    const key: ListKey = { dialect, list: JSON.stringify(['versions', skillId]) };
    const page = parsePage(context.req.query(), maxVersionsInPage, key);
    const order = dialect === 'ga' ? 'newestFirst' : 'oldestFirst';
    const rows = store.listVersions({ skillId, order, after: page.after, limit: page.limit + 1 });
    const { shown, nextPage } = cutPage(rows, page, key, (row) => row.epoch);
    return context.json(
      toListBody(
        shown.map((row) => toVersionBody(row, dialect)),
        nextPage,
        dialect,
      ),
    );
  });
  app.get('/v1/skills/:skillId/versions/:version', (context) => {
    const caller = context.get('caller');
    const { skillId, version } = context.req.param();
    return context.json(toVersionBody(retrieveVersion(store, caller, skillId, version, 'retrieve'), caller.dialect));
  });
  app.delete('/v1/skills/:skillId/versions/:version', async (context) => {
    const caller = context.get('caller');
    const { skillId, version } = context.req.param();
    return context.json(toDeletedVersionBody(await removeVersion(store, caller, skillId, version), caller.dialect));
  });
  app.get('/v1/skills/:skillId/versions/:version/content', (context) => {
    const { skillId, version } = context.req.param();
    const { name, archive } = contentOf(store, context.get('caller'), skillId, version);
    // RFC 5987 form only, as recorded. The name is a slug, so nothing needs encoding.
    context.header('content-disposition', `attachment; filename*=utf-8''${name}.zip`);
    context.header('content-type', 'application/zip');
    context.header('content-length', String(archive.byteLength));
    return context.body(new Uint8Array(archive));
  });
}

async function readParts(context: Context<Env>, budget: UploadBudget): Promise<readonly Part[]> {
  const body = await readBody(context.env.incoming, budget);
  return parseMultipart(body, boundaryOf(context.req.header('content-type')));
}

function fail(context: Context<Env>, error: ApiError): Response {
  const { status } = error;
  const requestId = context.get('requestId');
  // The service marks what a retry cannot mend.
  const retry: Record<string, string> = status === 404 ? { 'x-should-retry': 'false' } : {};
  const headers = {
    ...Object.fromEntries(context.res.headers),
    ...retry,
    'content-type': 'application/json',
    'request-id': requestId,
  };
  return new Response(JSON.stringify(errorBody(status, error.message, requestId)), { status, headers });
}

const routePaths: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\/skills$/, 'GET, POST'],
  [/^\/v1\/skills\/[^/]+$/, 'GET, DELETE'],
  [/^\/v1\/skills\/[^/]+\/versions$/, 'GET, POST'],
  [/^\/v1\/skills\/[^/]+\/versions\/[^/]+$/, 'GET, DELETE'],
  [/^\/v1\/skills\/[^/]+\/versions\/[^/]+\/content$/, 'GET'],
];

function notFoundError(context: Context<Env>): ApiError {
  const methods = routePaths.find(([pattern]) => pattern.test(context.req.path))?.[1];
  if (methods === undefined) return new ApiError(404, 'Not found');
  context.header('allow', methods);
  return new ApiError(405, 'Method Not Allowed');
}

/** What the caller may know of any error. What is wrong with the file is said; nothing was stored then. */
function toApiError(error: unknown, onInternalError: (error: unknown) => void): ApiError {
  if (error instanceof ApiError) return error;
  // hono decodes path parameters itself and throws this for `%ff`.
  if (error instanceof URIError) return badRequest('The path is not valid.');
  onInternalError(error);
  return toStorageError(error) ?? new ApiError(500, 'Internal server error');
}
