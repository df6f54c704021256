import { type Anchor, beginning, fragment } from './secretAnchors.ts';
import { l10n } from '../text/l10n.ts';

/** Keys that begin with what their maker always writes: what it is, the beginning, what follows it. */
type Kind = readonly [rule: string, what: string, start: string, rest: RegExp];

// Each: fixed beginning, repeated single classes with a limit; linear.
/** Kinds that neither the recommended rules nor the patterns with a check of their own know. */
export const secretKinds: readonly Kind[] = [
  ['digitalocean-token', l10n.mark('a DigitalOcean token'), 'do', /[opr]_v1_[a-f0-9]{64}/],
  ['notion-token', l10n.mark('a Notion token'), 'ntn_', /[A-Za-z0-9]{40,60}/],
  ['notion-token', l10n.mark('a Notion token'), 'secret_', /[A-Za-z0-9]{43}/],
  ['twilio-key', l10n.mark('a Twilio key'), 'SK', /[0-9a-f]{32}/],
  ['openrouter-key', l10n.mark('an OpenRouter key'), 'sk-or-', /v1-[0-9a-f]{48,80}/],
  ['secret-key', l10n.mark('a secret key'), 'sk-', /[A-Za-z0-9]{32,64}/],
  ['secret-key', l10n.mark('a secret key'), 'sk_', /[0-9a-f]{40,64}/],
  [
    'langfuse-key',
    l10n.mark('a Langfuse key'),
    'sk-lf-',
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
  ],
  ['langsmith-key', l10n.mark('a LangSmith key'), 'lsv2_', /(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}/],
  ['xai-key', l10n.mark('an xAI key'), 'xai-', /[A-Za-z0-9]{60,100}/],
  ['groq-key', l10n.mark('a Groq key'), 'gsk_', /[A-Za-z0-9]{40,60}/],
  ['perplexity-key', l10n.mark('a Perplexity key'), 'pplx-', /[A-Za-z0-9]{40,64}/],
  ['replicate-token', l10n.mark('a Replicate token'), 'r8_', /[A-Za-z0-9]{37,40}/],
  ['nvidia-key', l10n.mark('an NVIDIA key'), 'nvapi-', /[A-Za-z0-9_-]{60,80}/],
  ['tavily-key', l10n.mark('a Tavily key'), 'tvly-', /(?:dev-|prod-)?[A-Za-z0-9]{24,60}/],
  ['firecrawl-key', l10n.mark('a Firecrawl key'), 'fc-', /[0-9a-f]{32}/],
  ['pinecone-key', l10n.mark('a Pinecone key'), 'pcsk_', /[A-Za-z0-9_]{50,90}/],
  ['apify-token', l10n.mark('an Apify token'), 'apify_api_', /[A-Za-z0-9]{30,50}/],
  ['resend-key', l10n.mark('a Resend key'), 're_', /[A-Za-z0-9]{8}_[A-Za-z0-9]{20,30}/],
  ['mailgun-key', l10n.mark('a Mailgun key'), 'key-', /[0-9a-f]{32}/],
  ['airtable-token', l10n.mark('an Airtable token'), 'pat', /[A-Za-z0-9]{14}\.[a-f0-9]{64}/],
  ['atlassian-token', l10n.mark('an Atlassian token'), 'ATATT3', /[A-Za-z0-9_=-]{80,300}/],
  ['bitbucket-token', l10n.mark('a Bitbucket token'), 'ATBB', /[A-Za-z0-9]{28,40}/],
  ['linear-key', l10n.mark('a Linear key'), 'lin_', /(?:api|oauth)_[A-Za-z0-9]{32,64}/],
  ['postman-key', l10n.mark('a Postman key'), 'PMAK-', /[0-9a-f]{24}-[0-9a-f]{34}/],
  ['new-relic-key', l10n.mark('a New Relic key'), 'NRAK-', /[A-Z0-9]{27}/],
  ['sentry-token', l10n.mark('a Sentry token'), 'sntry', /(?:u_[0-9a-f]{64}|s_[A-Za-z0-9+/=_-]{60,400})/],
  ['grafana-token', l10n.mark('a Grafana token'), 'glsa_', /[A-Za-z0-9]{32}_[0-9a-f]{8}/],
  [
    'doppler-token',
    l10n.mark('a Doppler token'),
    'dp.',
    /(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/,
  ],
  ['pulumi-token', l10n.mark('a Pulumi token'), 'pul-', /[0-9a-f]{40}/],
  ['netlify-token', l10n.mark('a Netlify token'), 'nfp_', /[A-Za-z0-9]{36,40}/],
  ['fly-token', l10n.mark('a Fly.io token'), 'fo1_', /[A-Za-z0-9_-]{43}/],
  ['supabase-key', l10n.mark('a Supabase key'), 'sbp_', /(?:v0_)?[0-9a-f]{40}/],
  ['supabase-key', l10n.mark('a Supabase key'), 'sb_secret_', /[A-Za-z0-9_-]{24,60}/],
  ['planetscale-token', l10n.mark('a PlanetScale token'), 'pscale_', /(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,64}/],
  ['neon-key', l10n.mark('a Neon key'), 'napi_', /[a-z0-9]{50,80}/],
  ['google-oauth-secret', l10n.mark('a Google client secret'), 'GOCSPX-', /[A-Za-z0-9_-]{24,40}/],
  ['google-access-token', l10n.mark('a Google access token'), 'ya29.', /[A-Za-z0-9_-]{40,300}/],
  ['facebook-token', l10n.mark('a Facebook token'), 'EAA', /[A-Za-z0-9]{80,300}(?![+/])/],
  ['square-token', l10n.mark('a Square token'), 'sq0', /(?:atp|csp)-[A-Za-z0-9_-]{22,60}/],
  ['nuget-key', l10n.mark('a NuGet key'), 'oy2', /[a-z0-9]{43}/],
  ['rubygems-key', l10n.mark('a RubyGems key'), 'rubygems_', /[0-9a-f]{48}/],
  ['crates-token', l10n.mark('a crates.io token'), 'cio', /[A-Za-z0-9]{32}/],
  ['docker-token', l10n.mark('a Docker token'), 'dckr_', /(?:pat|oat)_[A-Za-z0-9_-]{24,40}/],
  ['npm-token', l10n.mark('an npm token'), 'npm_', /[A-Za-z0-9]{36}/],
  ['contentful-token', l10n.mark('a Contentful token'), 'CFPAT-', /[A-Za-z0-9_-]{43}/],
  ['shopify-token', l10n.mark('a Shopify token'), 'shp', /(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/],
  ['stripe-key', l10n.mark('a Stripe key'), 'rk_live_', /[A-Za-z0-9]{20,250}/],
  ['buildkite-token', l10n.mark('a Buildkite token'), 'bkua_', /[a-z0-9]{40}/],
  ['circleci-token', l10n.mark('a CircleCI token'), 'CCIPAT_', /[A-Za-z0-9]{20,24}_[0-9a-f]{40}/],
];

/** A rule of the recommended ones: what it finds, and what a text holds that it finds something in. */
interface Recommended {
  readonly what: string;
  readonly anchors: readonly Anchor[];
}

const awsKeyIds = ['AKIA', 'AGPA', 'AIDA', 'AROA', 'AIPA', 'ANPA', 'ANVA', 'ASIA'];

/** The recommended rules by the last part of their id. A rule without a row is not used; a test holds that there is none. */
export const recommendedRules: Readonly<Record<string, Recommended>> = {
  '1password': { what: l10n.mark('a 1Password token'), anchors: [beginning('ops_ey')] },
  anthropic: { what: l10n.mark('an Anthropic key'), anchors: [beginning('sk-ant-')] },
  aws: {
    what: l10n.mark('an AWS key'),
    anchors: [
      ...awsKeyIds.map((id) => beginning(id, 16)),
      beginning('A3T', 17),
      fragment('secret_access'),
      fragment('secretaccess'),
      fragment('account'),
    ],
  },
  cloudflare: {
    what: l10n.mark('a Cloudflare token'),
    anchors: ['cfk_', 'cfut_', 'cfat_'].map((start) => beginning(start, 48)),
  },
  databricks: { what: l10n.mark('a Databricks token'), anchors: [beginning('dapi', 32)] },
  docker: { what: l10n.mark('a Docker token'), anchors: [beginning('dckr_pat_')] },
  figma: { what: l10n.mark('a Figma token'), anchors: [beginning('figd_')] },
  // Of a key the name may be escaped.
  gcp: { what: l10n.mark('a Google Cloud key'), anchors: [fragment('private_key_id'), fragment('\\u00')] },
  github: {
    what: l10n.mark('a GitHub token'),
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'].map((start) => beginning(start)),
  },
  gitlab: { what: l10n.mark('a GitLab token'), anchors: [beginning('glpat-')] },
  grafana: { what: l10n.mark('a Grafana token'), anchors: [beginning('glc_'), beginning('glsa_')] },
  groq: { what: l10n.mark('a Groq key'), anchors: [beginning('gsk_', 52)] },
  'hashicorp-vault': {
    what: l10n.mark('a Vault token'),
    anchors: ['hvs.', 'hvb.', 'hvr.'].map((start) => beginning(start, 90)),
  },
  huggingface: { what: l10n.mark('a Hugging Face token'), anchors: [beginning('hf_', 34)] },
  linear: { what: l10n.mark('a Linear key'), anchors: [beginning('lin_api_')] },
  notion: { what: l10n.mark('a Notion token'), anchors: [beginning('ntn_', 46)] },
  npm: {
    what: l10n.mark('an npm token'),
    anchors: [beginning('npm_', 36), fragment('_authToken='), fragment(':x-oauth-basic@')],
  },
  openai: {
    what: l10n.mark('an OpenAI key'),
    anchors: [fragment('T3BlbkFJ')],
  },
  sendgrid: { what: l10n.mark('a SendGrid key'), anchors: [beginning('SG.', 1)] },
  shopify: {
    what: l10n.mark('a Shopify token'),
    anchors: ['pa', 'ca', 'at', 'ss'].map((kind) => beginning(`shp${kind}_`, 32)),
  },
  slack: {
    what: l10n.mark('a Slack token'),
    anchors: [
      ...['xoxb-', 'xoxp-', 'xapp-', 'xoxa-', 'xoxo-', 'xoxr-'].map((start) => beginning(start)),
      fragment('hooks.slack.com/'),
    ],
  },
  stripe: {
    what: l10n.mark('a Stripe key'),
    anchors: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'].map((start) => beginning(start, 24)),
  },
  tailscale: { what: l10n.mark('a Tailscale key'), anchors: [beginning('tskey-')] },
  vercel: {
    what: l10n.mark('a Vercel token'),
    anchors: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'].map((start) => beginning(start, 20)),
  },
};
