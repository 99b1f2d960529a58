import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openTofuMirror, providerMirror } from '../../../src/layers/terraform/mirror';
import { AWS_PROVIDER, platform } from '../../../src/layers/terraform/version';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'lakehouse-mirror-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
let home: string;
let shared: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(root, 'home-'));
  shared = fs.mkdtempSync(path.join(root, 'shared-'));
});

function mirror(folder: string, version = AWS_PROVIDER, where = platform()): string {
  fs.mkdirSync(path.join(folder, 'registry.terraform.io', 'hashicorp', 'aws', version, where), {
    recursive: true,
  });
  return folder;
}
/** Of the machine, only what the test made. */
const find = (env: NodeJS.ProcessEnv = {}) =>
  providerMirror({ XDG_DATA_DIRS: path.join(home, 'nothing'), ...env }, home, [shared]);

describe('providerMirror', () => {
  test('none: the registry', () => expect(find()).toBeUndefined());
  test('the one that is named comes first', () => {
    mirror(path.join(home, '.terraform.d', 'plugins'));
    const named = mirror(path.join(root, 'named'));
    expect(find({ LAKEHOUSE_PROVIDER_MIRROR: named })).toBe(named);
  });
  test('a named one without the provider is an error that says what is missing', () => {
    expect(() => find({ LAKEHOUSE_PROVIDER_MIRROR: shared })).toThrow(
      `does not hold registry.terraform.io/hashicorp/aws/${AWS_PROVIDER}`,
    );
  });
  test("Terraform's own folders, then one level below the shared ones", () => {
    const below = mirror(path.join(shared, 'plugins'));
    expect(find()).toBe(below);
    const xdg = mirror(path.join(home, 'share', 'terraform', 'plugins'));
    expect(find({ XDG_DATA_DIRS: path.join(home, 'share') })).toBe(xdg);
    const own = mirror(path.join(home, '.terraform.d', 'plugins'));
    expect(find({ XDG_DATA_DIRS: path.join(home, 'share') })).toBe(own);
  });
  test('another version or platform does not count; a zip does', () => {
    mirror(path.join(shared, 'old'), '5.99.0');
    mirror(path.join(shared, 'other'), AWS_PROVIDER, 'plan9_amd64');
    expect(find()).toBeUndefined();
    const packed = path.join(shared, 'packed');
    fs.mkdirSync(path.join(packed, 'registry.terraform.io', 'hashicorp', 'aws'), { recursive: true });
    fs.writeFileSync(
      path.join(
        packed,
        'registry.terraform.io',
        'hashicorp',
        'aws',
        `terraform-provider-aws_${AWS_PROVIDER}_${platform()}.zip`,
      ),
      '',
    );
    expect(find()).toBe(packed);
  });
});

test("OpenTofu finds the same providers under its own registry's name, also the second time", () => {
  const from = mirror(path.join(root, 'for-tofu'));
  const folder = path.join(root, 'tofu');
  for (let i = 0; i < 2; i++) openTofuMirror(from, folder);
  expect(
    fs.existsSync(path.join(folder, 'registry.opentofu.org', 'hashicorp', 'aws', AWS_PROVIDER, platform())),
  ).toBe(true);
});
