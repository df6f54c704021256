import type { Command } from '../command.ts';
import { isMoreNode } from '../../host/registryNode.ts';
import { compareFile, compareVersions, compareWithWorkspace } from '../compare/compare.ts';
import { copyIds } from './copyIds.ts';
import { copyRowSnippet } from './copyRowSnippet.ts';
import { deleteSelection } from '../delete/deleteSelection.ts';
import { deleteSkill } from '../delete/deleteSkill.ts';
import { deleteVersion } from '../delete/deleteVersion.ts';
import { filterBySource, searchRegistry } from './filterRegistry.ts';
import { openConsole } from '../connection/openConsole.ts';
import { openVersion } from '../compare/openVersion.ts';
import { refreshRegistry } from './refreshRegistry.ts';

/** The commands of the registry view. */
export const registryCommands: readonly Command[] = [
  ['refreshRegistry', 'Refresh', (session, node) => refreshRegistry(session, node)],
  [
    'loadMore',
    'Load more',
    ({ registryView }, node) => registryView.loadMore(isMoreNode(node) ? node.skill : undefined),
  ],
  ['searchRegistry', 'Search', (session) => searchRegistry(session)],
  ['filterBySource', 'Filter', (session) => filterBySource(session)],
  ['clearFilter', 'Clear filter', ({ registryView }) => registryView.setFilter({ text: '', source: undefined })],
  ['sortByName', 'Sort', ({ registryView }) => registryView.setFilter({ sort: 'name' })],
  ['sortByDate', 'Sort', ({ registryView }) => registryView.setFilter({ sort: 'date' })],
  ['openVersion', 'Open', (session, node, rows) => openVersion(session, node, rows, 'here')],
  ['openVersionToSide', 'Open', (session, node, rows) => openVersion(session, node, rows, 'side')],
  ['previewVersion', 'Open preview', (session, node, rows) => openVersion(session, node, rows, 'preview')],
  ['compareWithWorkspace', 'Compare', compareWithWorkspace],
  ['compareWithPublished', 'Compare', compareWithWorkspace],
  ['compareWithVersion', 'Compare', compareVersions],
  ['compareSelectedVersions', 'Compare', compareVersions],
  ['compareFile', 'Compare', compareFile],
  ['copyId', 'Copy id', (session, node, rows) => copyIds(session, node, rows)],
  ['copySnippet', 'Copy snippet', copyRowSnippet],
  ['openConsole', 'Open the Console', openConsole],
  ['deleteSkill', 'Delete', deleteSkill],
  ['deleteVersion', 'Delete', deleteVersion],
  ['deleteSelection', 'Delete', deleteSelection],
];
