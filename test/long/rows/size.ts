import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { bytesAtActivation, picturesSize } from '../../support/activation.ts';
import { shown } from '../format.ts';
import type { Row } from '../row.ts';

const kilobytes = (file: string): number => statSync(file).size / 1_000;

export const size: Row = {
  id: 'G17',
  title: 'size and start',
  goal: 'package without pictures <= 1 MB; loaded at activation <= 80 KB; activation <= 50 ms',
  measure: () => {
    const [vsix, eager] = [kilobytes('skill-publisher.vsix') - picturesSize() / 1_000, bytesAtActivation() / 1_000];
    const lazy = readdirSync('dist/chunks').reduce((sum, name) => sum + kilobytes(path.join('dist/chunks', name)), 0);
    return Promise.resolve({
      value: `package ${shown(vsix)} KB; at activation ${shown(eager)} KB, ${shown(lazy)} KB when used`,
      held: vsix <= 1_000 && eager <= 80,
      notMeasurable: ['the time of the activation itself: an extension is not told it'],
    });
  },
};
