import { createWriteStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import JSZip from 'jszip';
import { buildArchive } from '../../src/core/bundle/archive.ts';
import { runProgram } from './program.ts';

/** A way to make an archive of the folder `s` below a folder. */
export interface Producer {
  readonly maker: string;
  readonly name: string;
  isThere(): Promise<boolean>;
  pack(folder: string, output: string): Promise<void>;
}

const always = (): Promise<boolean> => Promise.resolve(true);

/** A program, present when this call of it succeeds. */
function installed(command: string, ...args: readonly string[]): () => Promise<boolean> {
  return () =>
    runProgram(command, args).then(
      ({ code }) => code === 0,
      () => false,
    );
}

async function must(folder: string, command: string, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProgram(command, args, { cwd: folder });
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}`);
}

const shell = (script: string) => (folder: string, output: string) => must(folder, 'sh', '-c', script, 'sh', output);

const infoZip = (name: string, script: string): Producer => ({
  maker: 'Info-ZIP',
  name: `Info-ZIP ${name}`,
  isThere: installed('zip', '-v'),
  pack: shell(script),
});

const python = (name: string, body: string): Producer => ({
  maker: 'Python',
  name: `Python ${name}`,
  isThere: installed('python3', '-c', 'import zipfile'),
  pack: (folder, output) =>
    must(folder, 'python3', '-c', `import os,sys,zipfile,shutil\nout=sys.argv[1]\n${body}`, output),
});
const everyFile = 'for d,_,fs in os.walk("s"):\n for f in fs:\n  p=os.path.join(d,f)\n  ';

function filesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(folder, 's'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

const jszip = (name: string, options: JSZip.JSZipGeneratorOptions<'nodebuffer'>): Producer => ({
  maker: 'jszip',
  name: `jszip ${name}`,
  isThere: always,
  pack: async (folder, output) => {
    const zip = new JSZip();
    for (const file of filesBelow(folder)) zip.file(file, readFileSync(path.join(folder, file)));
    writeFileSync(output, await zip.generateAsync({ ...options, type: 'nodebuffer' }));
  },
});

interface Yazl {
  readonly ZipFile: new () => {
    readonly outputStream: NodeJS.ReadableStream;
    addFile(file: string, name: string): void;
    end(options?: { readonly forceZip64Format: boolean }): void;
  };
}

const yazl = (name: string, forceZip64Format: boolean): Producer => ({
  maker: 'yazl',
  name: `yazl ${name}`,
  isThere: () =>
    loadYazl().then(
      () => true,
      () => false,
    ),
  pack: async (folder, output) => {
    const { ZipFile } = await loadYazl();
    const zip = new ZipFile();
    for (const file of filesBelow(folder)) zip.addFile(path.join(folder, file), file);
    zip.end({ forceZip64Format });
    await pipeline(zip.outputStream, createWriteStream(output));
  },
});

/** The writer of vsce, without types. */
async function loadYazl(): Promise<Yazl> {
  const name = ['yazl'].join('');
  const { default: loaded } = (await import(name)) as { readonly default: Yazl };
  return loaded;
}

const git = 'git init -q . && git add s && git -c user.name=x -c user.email=x@example.org commit -qm x';

export const producers: readonly Producer[] = [
  infoZip('by default', 'zip -qr "$1" s'),
  infoZip('stored', 'zip -qr0 "$1" s'),
  infoZip('best, without extra fields', 'zip -qr9X "$1" s'),
  infoZip('into a pipe', 'zip -qr - s | cat > "$1"'),
  infoZip('without folders', 'zip -qrD "$1" s'),
  python(
    'deflated',
    `with zipfile.ZipFile(out,"w",zipfile.ZIP_DEFLATED) as z:\n for d,_,fs in os.walk("s"):\n  for f in fs: z.write(os.path.join(d,f))`,
  ),
  python('stored', `z=zipfile.ZipFile(out,"w")\n${everyFile}z.write(p)\nz.close()`),
  python(
    'with zip64',
    `z=zipfile.ZipFile(out,"w")\n${everyFile}w=z.open(p,"w",force_zip64=True);w.write(open(p,"rb").read());w.close()\nz.close()`,
  ),
  python('by make_archive', 'shutil.make_archive(out[:-4],"zip",".","s")'),
  python(
    'by writestr',
    `z=zipfile.ZipFile(out,"w",zipfile.ZIP_DEFLATED)\n${everyFile}z.writestr(p,open(p,"rb").read())\nz.close()`,
  ),
  {
    maker: 'git',
    name: 'git archive',
    isThere: installed('git', '--version'),
    pack: shell(`${git} && git archive --format=zip -o "$1" HEAD s && rm -rf .git`),
  },
  jszip('by default', { compression: 'STORE' }),
  jszip('deflated, with descriptors', { compression: 'DEFLATE', streamFiles: true }),
  yazl('by default', false),
  yazl('with zip64', true),
  {
    maker: 'this product',
    name: 'skill-publisher pack',
    isThere: always,
    pack: async (folder, output) => {
      const files = filesBelow(folder).map((file) => ({
        path: path.relative('s', file),
        mode: 0o644,
        content: readFileSync(path.join(folder, file)),
      }));
      writeFileSync(output, await buildArchive('s', files));
    },
  },
  { maker: '7-Zip', name: '7-Zip', isThere: installed('7z'), pack: shell('7z a -tzip -bd "$1" s >/dev/null') },
  { maker: 'libarchive', name: 'bsdtar', isThere: installed('bsdtar', '--version'), pack: shell('bsdtar -caf "$1" s') },
  { maker: 'Java', name: 'jar', isThere: installed('jar', '--version'), pack: shell('jar -cfM "$1" s') },
  {
    maker: 'Perl',
    name: 'Perl Archive::Zip',
    isThere: installed('perl', '-MArchive::Zip', '-e1'),
    pack: shell(
      'perl -MArchive::Zip -e \'$z=Archive::Zip->new;$z->addTree("s","s");$z->writeToFileNamed($ARGV[0])\' "$1"',
    ),
  },
  {
    maker: 'CMake',
    name: 'cmake -E tar',
    isThere: installed('cmake', '--version'),
    pack: shell('cmake -E tar cf "$1" --format=zip s'),
  },
];
