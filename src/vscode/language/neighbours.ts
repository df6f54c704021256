import type * as vscode from 'vscode';
import type { CollectedSkill } from '../../core/skill/collectSkill.ts';
import type { Problem } from '../../core/skill/problem.ts';
import type { Skill } from '../../core/skill/skill.ts';
import type { Core } from './loadCore.ts';
import { rulesOf, targetOf } from './settings.ts';

interface Neighbour {
  readonly uri: vscode.Uri;
  readonly collected: CollectedSkill;
  /** The folder agents find it in. */
  readonly root: string;
}

/**
 * The skills of the workspace side by side, for the rules about several skills; kept up to date one skill at a time.
 */
export class SkillNeighbours {
  readonly #known = new Map<string, Neighbour>();

  /**
   * Takes the skill in `folder` as it is now, `undefined` when it is gone. Gives the folders beside it whose problems
   * became others.
   */
  update(core: Core, folder: vscode.Uri, skill: Skill | undefined): readonly vscode.Uri[] {
    const key = keyOf(folder);
    const before = this.#known.get(key);
    const root = core.discoveryRoot(key);
    const collected = skill && root !== undefined ? core.collectSkill(key, skill) : undefined;
    if (root === undefined || JSON.stringify(before?.collected) === JSON.stringify(collected)) return [];
    const old = this.#problemsIn(core, root);
    if (collected) this.#known.set(key, { uri: folder, collected, root });
    else this.#known.delete(key);
    const now = this.#problemsIn(core, root);
    return [...this.#known].flatMap(([other, { uri }]) => {
      return other !== key && JSON.stringify(old.get(other)) !== JSON.stringify(now.get(other)) ? [uri] : [];
    });
  }

  /** What is wrong with the skill in `folder` because of those beside it. */
  of(core: Core, folder: vscode.Uri): readonly Problem[] {
    const key = keyOf(folder);
    const known = this.#known.get(key);
    return known ? (this.#problemsIn(core, known.root).get(key) ?? []) : [];
  }

  #problemsIn(core: Core, root: string): ReadonlyMap<string, readonly Problem[]> {
    const skills = Array.from(this.#known.values()).filter((each) => each.root === root);
    return core.validateCollection(
      skills.map(({ collected }) => collected),
      (folder) => {
        const uri = this.#known.get(folder)?.uri;
        return uri ? { target: targetOf(uri), rules: rulesOf(uri) } : { target: 'api' };
      },
    );
  }
}

/** Readable, because messages show its last part. */
function keyOf(folder: vscode.Uri): string {
  return folder.toString(true).replace(/\/$/, '');
}
