// The official client by sub-resource import: a quarter of the size of the whole package. Loaded on the first request,
// never before.
import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Skills } from '@anthropic-ai/sdk/resources/beta/skills/skills';

// Not documented; what they send is held by tests.
export { oidcFederationProvider } from '@anthropic-ai/sdk/lib/credentials/oidc-federation';
export { userOAuthProvider } from '@anthropic-ai/sdk/lib/credentials/user-oauth';

/** The SDK with the one resource this product needs. */
export class SkillsClient extends BaseAnthropic {
  readonly skills = new Skills(this);
}
