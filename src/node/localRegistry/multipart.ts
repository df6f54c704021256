// Own code: the parsers of packages take what the service refuses, and cannot be made to say which rule a body breaks.
import { badRequest } from './apiError.ts';
import { maxFieldBytes, maxFieldParts, maxFileParts, maxPartHeaderBytes } from './limits.ts';
import { decodeUtf8 } from '../../core/text/bytes.ts';

export interface Part {
  readonly name: string;
  /** As sent, with `%22`, `%0D` and `%0A` decoded; `undefined` when the part is a plain field. */
  readonly fileName: string | undefined;
  /** A view on the body, not a copy. */
  readonly content: Buffer;
}

/** The `boundary` of a `multipart/form-data` content type; throws the 400 for anything else. */
export function boundaryOf(contentType: string | undefined): string {
  const match =
    /^multipart\/form-data\s*(?:;.*?)?;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))\s*(?:;.*)?$/i.exec(
      contentType ?? '',
    );
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw badRequest('Content-Type must be multipart/form-data with a boundary.');
  return boundary;
}

/**
 * Splits a body that was read whole (`readBody` bounds it) into its parts, by RFC 7578 and the WHATWG form of file
 * names. Strict: anything that is not exactly such a body is refused with a 400, as are more parts than `limits.ts`
 * allows.
 */
export function parseMultipart(body: Buffer, boundary: string): readonly Part[] {
  const delimiter = Buffer.from(`--${boundary}`);
  const separator = Buffer.from(`\r\n--${boundary}`);
  if (body.indexOf(delimiter) !== 0) throw malformedBody('it does not start with the boundary');
  const parts: Part[] = [];
  let fields = 0;
  let position = delimiter.length;
  while (!body.subarray(position, position + 2).equals(closeDelimiter)) {
    if (!body.subarray(position, position + 2).equals(lineBreak)) throw malformedBody('a boundary line is broken');
    const end = body.indexOf(separator, position);
    if (end < 0) throw malformedBody('the closing boundary is missing');
    const part = parsePart(body.subarray(position + 2, end));
    parts.push(part);
    if (part.fileName === undefined) fields += 1;
    if (parts.length - fields > maxFileParts)
      throw badRequest(`Too many files. Maximum number of files is ${maxFileParts}.`);
    if (fields > maxFieldParts) throw badRequest(`Too many fields. Maximum number of fields is ${maxFieldParts}.`);
    position = end + separator.length;
  }
  return parts;
}

const lineBreak = Buffer.from('\r\n');
const closeDelimiter = Buffer.from('--');
const headerTerminator = Buffer.from('\r\n\r\n');

function parsePart(bytes: Buffer): Part {
  const headerEnd = bytes.subarray(0, maxPartHeaderBytes + headerTerminator.length).indexOf(headerTerminator);
  if (headerEnd < 0) throw malformedBody(`the headers of a part do not end within ${maxPartHeaderBytes} bytes`);
  const headers = decodeUtf8(bytes.subarray(0, headerEnd));
  if (headers === undefined) throw badRequest('The headers of a part, such as its file name, are not valid UTF-8.');
  const disposition = dispositionOf(headers);
  const content = bytes.subarray(headerEnd + headerTerminator.length);
  const fileName = parameterOf(disposition, 'filename');
  const name = parameterOf(disposition, 'name');
  if (name === undefined) throw malformedBody('a part has no name');
  if (fileName === undefined && content.length > maxFieldBytes)
    throw badRequest(`Part exceeded maximum size of ${maxFieldBytes / 1024}KB.`);
  // Browsers send filename="" for an empty file input; the service's framework takes that for a field.
  return { name, fileName: fileName === '' ? undefined : fileName, content };
}

function dispositionOf(headers: string): string {
  const lines = headers.split('\r\n');
  const found = lines.filter((line) => /^content-disposition[ \t]*:/i.test(line));
  const value = found[0]?.slice(found[0].indexOf(':') + 1).trim() ?? '';
  if (found.length !== 1 || !/^form-data\s*(?:;|$)/i.test(value))
    throw malformedBody('a part has no Content-Disposition: form-data');
  return value.slice('form-data'.length);
}

/**
 * One parameter of the rest of a Content-Disposition line. Quoted or bare; `\"` and `\\` are unescaped as some clients
 * write them.
 */
function parameterOf(disposition: string, wanted: string): string | undefined {
  const pattern = /\s*;\s*([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|"([^"]*)"|([^;\s"]*))/gy;
  let value: string | undefined;
  let end = 0;
  for (let match = pattern.exec(disposition); match !== null; match = pattern.exec(disposition)) {
    end = pattern.lastIndex;
    if (match[1]?.toLowerCase() !== wanted) continue;
    if (value !== undefined) throw malformedBody(`a part has two ${wanted} parameters`);
    // Not every client escapes the backslashes of a path: then a last one does not take the quote away.
    const quoted = (match[2] ?? match[3])
      ?.replace(/\\(["\\])/g, '$1')
      .replace(/%22|%0D|%0A/gi, (escape) => decodeURIComponent(escape));
    value = quoted ?? match[4];
  }
  if (disposition.slice(end).trim().replace(/^;$/, '') !== '')
    throw malformedBody('a Content-Disposition line is broken');
  return value;
}

function malformedBody(reason: string): Error {
  return badRequest(`There was an error parsing the body: ${reason}.`);
}
