import type { Command } from '../command.ts';
import { isMoreNode } from '../../host/registryNode.ts';

const comparing = () => import('../compare/compare.ts');
const filters = () => import('./filterRegistry.ts');
const openers = () => import('../compare/openVersion.ts');

/** The commands of the registry view. */
export const registryCommands: readonly Command[] = [
  [
    'refreshRegistry',
    'Refresh',
    async (session, node) => (await import('./refreshRegistry.ts')).refreshRegistry(session, node),
  ],
  [
    'loadMore',
    'Load more',
    ({ registryView }, node) => registryView.loadMore(isMoreNode(node) ? node.skill : undefined),
  ],
  ['searchRegistry', 'Search', async (session) => (await filters()).searchRegistry(session)],
  ['filterBySource', 'Filter', async (session) => (await filters()).filterBySource(session)],
  ['clearFilter', 'Clear filter', ({ registryView }) => registryView.setFilter({ text: '', source: undefined })],
  ['sortByName', 'Sort', ({ registryView }) => registryView.setFilter({ sort: 'name' })],
  ['sortByDate', 'Sort', ({ registryView }) => registryView.setFilter({ sort: 'date' })],
  ['openVersion', 'Open', async (session, node, rows) => (await openers()).openVersion(session, node, rows, 'here')],
  [
    'openVersionToSide',
    'Open',
    async (session, node, rows) => (await openers()).openVersion(session, node, rows, 'side'),
  ],
  [
    'previewVersion',
    'Open preview',
    async (session, node, rows) => (await openers()).openVersion(session, node, rows, 'preview'),
  ],
  ['compareWithWorkspace', 'Compare', async (session, node) => (await comparing()).compareWithWorkspace(session, node)],
  ['compareWithPublished', 'Compare', async (session, node) => (await comparing()).compareWithWorkspace(session, node)],
  ['compareWithVersion', 'Compare', async (...given) => (await comparing()).compareVersions(...given)],
  ['compareSelectedVersions', 'Compare', async (...given) => (await comparing()).compareVersions(...given)],
  ['compareFile', 'Compare', async (session, node) => (await comparing()).compareFile(session, node)],
  ['copyId', 'Copy id', async (...given) => (await import('./copyIds.ts')).copyIds(...given)],
  [
    'copySnippet',
    'Copy snippet',
    async (session, node) => (await import('./copyRowSnippet.ts')).copyRowSnippet(session, node),
  ],
  [
    'openConsole',
    'Open the Console',
    async (session) => (await import('../connection/openConsole.ts')).openConsole(session),
  ],
  ['deleteSkill', 'Delete', async (...given) => (await import('../delete/deleteSkill.ts')).deleteSkill(...given)],
  ['deleteVersion', 'Delete', async (...given) => (await import('../delete/deleteVersion.ts')).deleteVersion(...given)],
  [
    'deleteSelection',
    'Delete',
    async (session) => (await import('../delete/deleteSelection.ts')).deleteSelection(session),
  ],
];
