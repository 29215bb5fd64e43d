import { tellStory } from './telling.ts'

tellStory({ isInValley: false })
