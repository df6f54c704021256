/** Who says the diagnostics of this extension, as VS Code shows it beside each. */
export const diagnosticSource = 'Skills';
