import * as vscode from 'vscode';
import { Disposables } from '../../../core/text/disposables.ts';
import { detailsScheme } from '../../host/schemes.ts';
import type { Command } from '../command.ts';
import type { DetailsPages, DetailsPorts } from './detailsPages.ts';

/** *Show Details*. */
export const detailsCommand: Command = [
  'showDetails',
  async (session, argument) => (await import('./showDetails.ts')).showDetails(session, argument),
];

/** Serves the pages that tell about a skill; what makes them is loaded with the first one. */
export function registerDetails(ports: DetailsPorts): Disposables {
  const own = new Disposables();
  const changed = own.add(new vscode.EventEmitter<vscode.Uri>());
  let made: Promise<DetailsPages> | undefined;
  const make = async (): Promise<DetailsPages> => {
    const { DetailsPages: Pages } = await import('./detailsPages.ts');
    return own.add(new Pages(ports, changed));
  };
  own.add(
    vscode.workspace.registerTextDocumentContentProvider(detailsScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => (await (made ??= make())).textOf(uri),
    }),
  );
  return own;
}
