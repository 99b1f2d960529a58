import type { Column, TableInput } from '@aws-sdk/client-glue';
import { Constraints } from './constraints';

/** @throws AwsError ValidationException or SerializationException */
export function checkTableInput(input: TableInput | undefined): void {
  new Constraints().structure('tableInput', input).check();
  const { StorageDescriptor: storage, ...table } = input!;
  const constraints = new Constraints()
    .text('tableInput.name', table.Name)
    .optionalText('tableInput.description', table.Description, { min: 0, max: 2048, lines: true })
    .optionalText('tableInput.owner', table.Owner)
    .number('tableInput.retention', table.Retention, { min: 0, max: Number.MAX_SAFE_INTEGER })
    .optionalText('tableInput.viewOriginalText', table.ViewOriginalText, {
      min: 0,
      max: 409_600,
      lines: true,
    })
    .optionalText('tableInput.viewExpandedText', table.ViewExpandedText, {
      min: 0,
      max: 409_600,
      lines: true,
    })
    .optionalText('tableInput.tableType', table.TableType, { min: 0, max: 255 })
    .strings('tableInput.parameters', table.Parameters);
  checkColumns(constraints, 'tableInput.partitionKeys', table.PartitionKeys);
  if (storage !== undefined && storage !== null) {
    constraints
      .structure('tableInput.storageDescriptor', storage)
      .optionalText('tableInput.storageDescriptor.location', storage.Location, { min: 0, max: 2056 })
      .strings('tableInput.storageDescriptor.parameters', storage.Parameters);
    checkColumns(constraints, 'tableInput.storageDescriptor.columns', storage.Columns);
  }
  constraints.check();
}

function checkColumns(constraints: Constraints, path: string, columns: Column[] | undefined): void {
  constraints.optionalList(path, columns);
  (columns ?? []).forEach((column, i) => {
    const member = `${path}.${i + 1}.member`;
    constraints
      .structure(member, column)
      .text(`${member}.name`, column?.Name)
      .optionalText(`${member}.type`, column?.Type, { min: 0, max: 131_072 })
      .optionalText(`${member}.comment`, column?.Comment, { min: 0, max: 255 })
      .strings(`${member}.parameters`, column?.Parameters);
  });
}
