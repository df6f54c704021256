import * as vscode from 'vscode';
import { profileTitle } from '../../../core/listing/profile.ts';
import type { With } from '../session.ts';
import { l10n } from '../../../core/text/l10n.ts';

/** Opens the list of an agent as it has it. */
export async function showListingText({ listing }: With<'listing'>, row: unknown): Promise<void> {
  await (await listing()).showText(row);
}

/** Copies the list of an agent, to be compared with what the agent itself shows. */
export async function copyListing({ listing, skills }: With<'listing' | 'skills'>, row: unknown): Promise<void> {
  await skills.find();
  const rows = await listing();
  const profile = await rows.profileFor(row);
  await vscode.env.clipboard.writeText((await rows.listing(profile)).text);
  vscode.window.setStatusBarMessage(l10n.t`Copied the listing of ${profileTitle(profile)}`, 3000);
}
