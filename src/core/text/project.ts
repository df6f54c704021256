/** Where the project lives: links in reports and the `repository` of the package on npm begin here. */
export const projectUrl = 'https://github.com/skill-publisher/skill-publisher';
