// Loaded before a program (`--import`): writes to the file SKILL_PUBLISHER_PROBE names what the program cost when it ends.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const figures = {
    milliseconds: performance.now(),
    processor: (user + system) / 1000,
    blocked: delay.max / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
  const file = process.env['SKILL_PUBLISHER_PROBE'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(figures));
});
