import type { Command } from '../command.ts';
import { isMoreNode } from '../../host/registryNode.ts';

const comparing = () => import('../compare/compare.ts');
const filters = () => import('./filterRegistry.ts');
const openers = () => import('../compare/openVersion.ts');

/** The commands of the registry view. */
export const registryCommands: readonly Command[] = [
  ['refreshRegistry', async (session, node) => (await import('./refreshRegistry.ts')).refreshRegistry(session, node)],
  ['loadMore', ({ registryView }, node) => registryView.loadMore(isMoreNode(node) ? node.skill : undefined)],
  ['searchRegistry', async (session) => (await filters()).searchRegistry(session)],
  ['filterBySource', async (session) => (await filters()).filterBySource(session)],
  ['clearFilter', ({ registryView }) => registryView.setFilter({ text: '', source: undefined })],
  ['sortByName', ({ registryView }) => registryView.setFilter({ sort: 'name' })],
  ['sortByDate', ({ registryView }) => registryView.setFilter({ sort: 'date' })],
  ['openVersion', async (session, node, rows) => (await openers()).openVersion(session, node, rows, 'here')],
  ['openVersionToSide', async (session, node, rows) => (await openers()).openVersion(session, node, rows, 'side')],
  ['previewVersion', async (session, node, rows) => (await openers()).openVersion(session, node, rows, 'preview')],
  ['compareWithWorkspace', async (session, node) => (await comparing()).compareWithWorkspace(session, node)],
  ['compareWithPublished', async (session, node) => (await comparing()).compareWithWorkspace(session, node)],
  ['compareWithVersion', async (...given) => (await comparing()).compareVersions(...given)],
  ['compareSelectedVersions', async (...given) => (await comparing()).compareVersions(...given)],
  ['compareFile', async (session, node) => (await comparing()).compareFile(session, node)],
  ['copyId', async (...given) => (await import('./copyIds.ts')).copyIds(...given)],
  ['copySnippet', async (session, node) => (await import('./copyRowSnippet.ts')).copyRowSnippet(session, node)],
  ['openConsole', async (session) => (await import('../connection/openConsole.ts')).openConsole(session)],
  ['deleteSkill', async (...given) => (await import('../delete/deleteSkill.ts')).deleteSkill(...given)],
  ['deleteVersion', async (...given) => (await import('../delete/deleteVersion.ts')).deleteVersion(...given)],
  ['deleteSelection', async (session) => (await import('../delete/deleteSelection.ts')).deleteSelection(session)],
];
