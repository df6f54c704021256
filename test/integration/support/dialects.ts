import * as vscode from 'vscode';
import type { Dialect } from '../../../src/core/registry/model.ts';

/**
 * Both in the newest editor; one in the oldest, for what an editor does with an answer does not depend on the dialect
 * it came in.
 */
export const dialects: readonly Dialect[] = vscode.version.startsWith('1.103.') ? ['ga'] : ['ga', 'skills-2025-10-02'];
