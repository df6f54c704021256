import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RegistryError } from '../../../../src/core/registry/errors.ts';
import { ProfileFolder } from '../../../../src/node/disk/profile.ts';
import { listProfiles, openProfile, whoUses, type ProfileUse } from '../../../../src/node/signIn/profiles.ts';
import { writeProfile } from '../../../support/profileFiles.ts';
import { temporaryFolders } from '../../../support/temporaryFolder.ts';
import { ownWorkspace, startTokenEndpoint, type TokenEndpoint } from '../../../support/tokenEndpoint.ts';

describe('profiles of the vendor’s command line', () => {
  const make = temporaryFolders();
  let service: TokenEndpoint;
  let folder: string;
  before(async () => {
    service = await startTokenEndpoint();
  });
  after(() => service.close());
  beforeEach(() => {
    folder = make();
  });

  const onWarning = (message: string): never => assert.fail(message);
  const env = (): Readonly<Record<string, string>> => ({ ANTHROPIC_CONFIG_DIR: folder });
  const use = (changes: Partial<ProfileUse> = {}): ProfileUse => ({
    baseUrl: service.url,
    workspaceId: ownWorkspace,
    ...changes,
  });
  const config = (name: string, changes: Readonly<Record<string, unknown>> = {}): string =>
    writeProfile(folder, name, service, { config: changes });

  async function refusal(name: string, wanted: ProfileUse): Promise<string> {
    try {
      const endpoint = { baseUrl: wanted.baseUrl, fetch: () => assert.fail('something was sent') };
      const opened = await openProfile(name, wanted, { env: env(), endpoint, onWarning });
      await opened.get({ atLeast: 0 });
    } catch (error) {
      assert.ok(error instanceof RegistryError);
      assert.deepEqual([error.kind, error.details.outcome], ['auth', 'notSent']);
      return error.message;
    }
    return 'signed in';
  }

  it('are listed with the one in use first; of one that cannot be used stands why', async () => {
    for (const name of ['work', 'b', 'default']) config(name);
    writeFileSync(path.join(folder, 'configs', 'broken.json'), '{');
    writeFileSync(path.join(folder, 'configs', 'a b.json'), '{}');
    config('open');
    chmodSync(path.join(folder, 'configs', 'open.json'), 0o666);
    const list = async (): Promise<readonly string[]> =>
      (await listProfiles(new ProfileFolder(folder))).map(
        ({ name, inUse, profile }) =>
          `${name}${inUse ? '*' : ''} ${profile instanceof Error ? profile.message.slice(0, 17).trim() : profile.baseUrl}`,
      );
    const [b, broken, open] = [`b ${service.url}`, 'broken Profile broken is', 'open Others can change'];
    assert.deepEqual(await list(), [`default* ${service.url}`, b, broken, open, `work ${service.url}`]);
    writeFileSync(path.join(folder, 'active_config'), 'work\n', { mode: 0o600 });
    assert.deepEqual(await list(), [`work* ${service.url}`, b, broken, `default ${service.url}`, open]);
    assert.deepEqual(await listProfiles(new ProfileFolder(path.join(folder, 'none'))), []);
  });

  it('sign in to their service and workspace only, as who they are', async () => {
    config('work', { organization_id: 'org-1' });
    assert.equal(await refusal('work', use()), 'signed in');
    assert.deepEqual(await whoUses('work', use(), env()), {
      kind: 'profile',
      profile: 'work',
      organization: 'org-1',
      workspace: ownWorkspace,
    });
    assert.match(await refusal('work', use({ baseUrl: 'https://evil.example' })), /sign-in is sent nowhere else\.$/);
    assert.match(await refusal('work', use({ workspaceId: 'wrkspc_2' })), /is for workspace wrkspc_01Test, not for/);
    assert.deepEqual(await whoUses('none', use(), env()), { kind: 'profile', profile: 'none' });
  });

  it('say what is missing and what to do next', async () => {
    assert.match(await refusal('none', use()), /^There is no profile none in .*“ant auth login --profile none”\.$/);
    assert.match(await refusal('../x', use()), /^Profile names have only letters/);
    const file = config('work');
    chmodSync(file, 0o644);
    assert.match(await refusal('work', use()), /^Others can read .* Run chmod 600 on it\.$/);
    const rule = { type: 'oidc_federation', federation_rule_id: 'fdrl_1' };
    for (const [changes, missing] of [
      [{}, 'organization_id'],
      [{ organization_id: 'org-1', workspace_id: undefined }, 'workspace_id'],
      [{ organization_id: 'org-1' }, 'file of an identity token'],
    ] as const) {
      config('ci', { authentication: rule, ...changes });
      assert.match(await refusal('ci', use({ workspaceId: undefined })), new RegExp(`has no ${missing}\\.$`));
    }
  });

  it('sign in a workload by the file that the profile names', async () => {
    const file = path.join(folder, 'id.jwt');
    const { rule } = service;
    config('ci', {
      organization_id: rule.organization,
      authentication: {
        type: 'oidc_federation',
        federation_rule_id: rule.id,
        service_account_id: rule.serviceAccount,
        identity_token: { source: 'file', path: file },
      },
    });
    const endpoint = { baseUrl: service.url };
    const opened = await openProfile('ci', use(), { env: env(), endpoint, onWarning });
    await assert.rejects(opened.get({ atLeast: 0 }), /There is no identity token in .*id\.jwt\./);
    writeFileSync(file, service.identityToken());
    assert.match(await opened.get({ atLeast: 0 }), /^sk-ant-oat01-/);
    assert.equal(opened.who.kind, 'federation');
  });
});
