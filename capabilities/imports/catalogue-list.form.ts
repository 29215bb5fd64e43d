/** A catalogue: what its columns may hold, by the names that people give them in English and Khmer. */
import { fieldsNamed, type ListForm } from '#capabilities/imports/form.ts'

export const catalogueFields = [
  'code',
  'itemKm',
  'itemEn',
  'unit',
  'chain',
  'specification',
  'substitutes',
  'mortalityDays',
  'price',
  'currency',
  'province',
  'priceFrom',
  'source',
] as const
export type CatalogueField = (typeof catalogueFields)[number]

const names: Record<CatalogueField, string> = {
  code: 'code|item code|item|item no|sku|article|លេខកូដ|កូដ|លេខកូដមុខទំនិញ|កូដមុខទំនិញ|លេខកូដទំនិញ',
  itemKm:
    'name_km|name km|name khmer|name in khmer|khmer name|item km|item name khmer|ឈ្មោះខ្មែរ|ឈ្មោះជាភាសាខ្មែរ|ឈ្មោះជាខ្មែរ|ឈ្មោះមុខទំនិញ|មុខទំនិញ|ឈ្មោះទំនិញ|ឈ្មោះ',
  itemEn:
    'name_en|name en|name english|name in english|english name|item en|item name english|item name|name|ឈ្មោះអង់គ្លេស|ឈ្មោះជាភាសាអង់គ្លេស|ឈ្មោះជាអង់គ្លេស',
  unit: 'unit|unit of measure|uom|measure|ឯកតា|ខ្នាត|គិតជា',
  chain: 'chain|value chain|commodity chain|ខ្សែច្រវាក់|ខ្សែច្រវាក់ផលិតកម្ម|ខ្សែច្រវាក់តម្លៃ',
  specification: 'specification|specifications|spec|details|description|លក្ខណៈ|លក្ខណៈបច្ចេកទេស|ការពិពណ៌នា|បរិយាយ',
  substitutes: 'substitutes|substitute|may be replaced by|replacement|alternatives|មុខទំនិញជំនួស|ទំនិញជំនួស|ជំនួសដោយ',
  mortalityDays:
    'mortality_days|mortality days|days of mortality|loss days|ថ្ងៃធានាងាប់|ចំនួនថ្ងៃធានា|រយៈពេលធានាងាប់|ថ្ងៃសម្រាប់រាយការណ៍ងាប់',
  price: 'price|unit price|quotation|quoted price|តម្លៃ|ថ្លៃ|តម្លៃឯកតា|តម្លៃរាយ|តម្លៃស្នើ',
  currency: 'currency|រូបិយប័ណ្ណ|រូបិយវត្ថុ|ប្រភេទប្រាក់',
  province: 'province|province code|capital/province|khet|ខេត្ត|រាជធានី|រាជធានី/ខេត្ត|រាជធានីខេត្ត|លេខកូដខេត្ត|ឈ្មោះខេត្ត',
  priceFrom:
    'price_from|price from|price date|date of price|quotation date|quoted on|date|ថ្ងៃតម្លៃ|ថ្ងៃសួរតម្លៃ|តម្លៃគិតពី|តម្លៃចាប់ពី|កាលបរិច្ឆេទ|កាលបរិច្ឆេទតម្លៃ|ថ្ងៃខែឆ្នាំ',
  source: 'source|price source|supplier|quoted by|ប្រភព|ប្រភពតម្លៃ|អ្នកផ្គត់ផ្គង់|ហាង',
}

export const catalogueForm: ListForm<CatalogueField> = {
  permission: 'item.manage',
  fields: fieldsNamed(names),
  days: ['priceFrom'],
  words: ['itemKm', 'itemEn', 'specification'],
  missing(has) {
    // A list of prices alone is about items that stand.
    const described = has('price') ? [] : ['itemKm', 'itemEn', 'unit'].filter((field) => !has(field))
    return [...(has('code') ? [] : ['code']), ...described, ...(has('price') && !has('priceFrom') ? ['priceFrom'] : [])]
  },
}
