from datasets import load_dataset
from transformers import Trainer, TrainingArguments

raw = load_dataset("imdb")
cut = raw["train"].train_test_split(test_size=0.1, seed=0)
args = TrainingArguments("out", eval_strategy="epoch", load_best_model_at_end=True)
trainer = Trainer(model=model, args=args, train_dataset=cut["train"], eval_dataset=cut["test"])
trainer.train()
print(trainer.evaluate(raw["test"]))
