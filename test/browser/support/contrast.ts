import type { Page } from 'playwright-core';

/** What WCAG 2.2 asks of text, level AA (https://www.w3.org/TR/WCAG22/#contrast-minimum). */
const ENOUGH = 4.5;

/** Texts that can be seen now and stand out too little from what is behind them: `2.9 rgb(…) on rgb(…): Start`. */
export const tooFaint = (page: Page): Promise<string[]> => page.evaluate(faintTexts, ENOUGH);

/** In the page, so everything it needs is in here. Layers that are see-through are laid on what is behind them. */
function faintTexts(enough: number): string[] {
  type Color = readonly [red: number, green: number, blue: number, alpha: number];
  const WHITE: Color = [255, 255, 255, 1];
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  /** Any notation: the browser itself draws one pixel of it. */
  const colorOf = (css: string): Color => {
    if (pen === null) return WHITE;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = css;
    pen.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const laid = ([r, g, b, a]: Color, [red, green, blue]: Color): Color => [
    r * a + red * (1 - a),
    g * a + green * (1 - a),
    b * a + blue * (1 - a),
    1,
  ];
  const behind = (element: Element | null): Color => {
    if (element === null) return WHITE;
    const own = colorOf(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : laid(own, behind(element.parentElement));
  };
  const light = (color: Color): number => {
    const [r, g, b] = color.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
  };
  const isDisabled = (element: Element): boolean => element.closest(':disabled, [aria-disabled="true"]') !== null;

  const found = new Set<string>();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent?.trim() ?? '';
    if (element === null || words === '' || isDisabled(element) || !element.checkVisibility()) continue;
    const { color } = getComputedStyle(element);
    const back = behind(element);
    const [one, other] = [light(laid(colorOf(color), back)), light(back)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < enough)
      found.add(`${contrast.toFixed(1)} ${color} on ${back.map(Math.round)}: ${words.slice(0, 30)}`);
  }
  return [...found];
}
