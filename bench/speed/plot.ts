// Line charts as SVG, without a library.
const width = 760;
const height = 400;
const margin = { top: 48, right: 150, bottom: 52, left: 70 };
const colours = ['#1f6feb', '#d1242f', '#1a7f37', '#9a6700', '#8250df'];

interface Series {
  readonly name: string;
  /** Pairs of x and y. */
  readonly points: readonly (readonly [number, number])[];
}

interface Chart {
  readonly title: string;
  /** Label of the x axis. */
  readonly x: string;
  /** Label of the y axis. */
  readonly y: string;
  readonly series: readonly Series[];
  /** Whether both axes are logarithmic; proportional growth is then a straight line of slope 1. */
  readonly logarithmic?: boolean;
}

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Draws a line chart. @returns SVG */
export function plotLines({ title, x, y, series, logarithmic = false }: Chart): string {
  const points = series.flatMap((line) => line.points);
  const xScale = createScale(
    points.map(([value]) => value),
    margin.left,
    width - margin.right,
    logarithmic,
  );
  const yScale = createScale(
    points.map(([, value]) => value),
    height - margin.bottom,
    margin.top,
    logarithmic,
  );
  const parts = [
    `<text x="${margin.left}" y="24" font-size="16" font-weight="600">${escapeText(title)}</text>`,
    ...xScale.ticks.map((tick) => gridX(tick, xScale.at(tick))),
    ...yScale.ticks.map((tick) => gridY(tick, yScale.at(tick))),
    `<text x="${(margin.left + width - margin.right) / 2}" y="${height - 12}" text-anchor="middle">${escapeText(x)}</text>`,
    `<text transform="translate(18 ${height / 2}) rotate(-90)" text-anchor="middle">${escapeText(y)}</text>`,
    ...series.map((line, index) => drawLine(line, index, xScale, yScale)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2328">
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

function drawLine({ name, points }: Series, index: number, xScale: Scale, yScale: Scale): string {
  const colour = colours[index % colours.length];
  const path = points.map(([x, y]) => `${xScale.at(x).toFixed(1)},${yScale.at(y).toFixed(1)}`).join(' ');
  const dots =
    points.length > 40
      ? ''
      : points
          .map(
            ([x, y]) =>
              `<circle cx="${xScale.at(x).toFixed(1)}" cy="${yScale.at(y).toFixed(1)}" r="3" fill="${colour}"/>`,
          )
          .join('');
  const labelY = margin.top + 14 + index * 18;
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}
<text x="${width - margin.right + 12}" y="${labelY}" fill="${colour}">${escapeText(name)}</text>`;
}

function gridX(tick: number, at: number): string {
  return `<line x1="${at}" x2="${at}" y1="${margin.top}" y2="${height - margin.bottom}" stroke="#d0d7de"/><text x="${at}" y="${height - margin.bottom + 18}" text-anchor="middle">${label(tick)}</text>`;
}

function gridY(tick: number, at: number): string {
  return `<line x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}" stroke="#d0d7de"/><text x="${margin.left - 8}" y="${at + 4}" text-anchor="end">${label(tick)}</text>`;
}

function createScale(values: readonly number[], from: number, to: number, logarithmic: boolean): Scale {
  const transform = logarithmic ? Math.log10 : (value: number): number => value;
  const low = logarithmic ? Math.min(...values.filter((value) => value > 0)) : 0;
  const high = Math.max(...values);
  const [start, end] = [transform(low), transform(high) || 1];
  const at = (value: number): number =>
    Number((from + ((transform(Math.max(value, low)) - start) / (end - start || 1)) * (to - from)).toFixed(1));
  return { at, ticks: logarithmic ? powerTicks(low, high) : roundTicks(high) };
}

function roundTicks(high: number): readonly number[] {
  const rough = high / 5;
  const unit = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((candidate) => candidate >= rough) ?? 1;
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, index) => index * step);
}

function powerTicks(low: number, high: number): readonly number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1)
    for (const factor of [1, 2, 5]) ticks.push(factor * 10 ** power);
  return ticks.filter((tick) => tick >= low && tick <= high);
}

function label(value: number): string {
  return value >= 1000 ? `${Number((value / 1000).toPrecision(3))}k` : String(Number(value.toPrecision(3)));
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
