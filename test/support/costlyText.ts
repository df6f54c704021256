/** A SKILL.md and paths of its folder that cost more together than a check may: each pattern tries to match each path. */
export const costlySkill: { readonly text: string; readonly paths: readonly string[] } = {
  text: `---\nname: costly\ndescription: "Does a thing. Use when asked."\nlicense: MIT\n---\n\n${Array.from(
    { length: 250 },
    (_, index) => `Read \`scripts/${'*a'.repeat(150)}${index}\`.\n`,
  ).join('')}`,
  paths: Array.from({ length: 100 }, (_, index) => `scripts/${'a'.repeat(200)}${index}.b`),
};
