import numpy as np
from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    EarlyStoppingCallback,
    Trainer,
    TrainingArguments,
)

raw = load_dataset("imdb")
parts = raw["train"].train_test_split(test_size=0.1, seed=13)
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased")


def encode(batch):
    return tok(batch["text"], truncation=True)


train_ds = parts["train"].map(encode, batched=True)
dev_ds = parts["test"].map(encode, batched=True)
final_ds = raw["test"].map(encode, batched=True)
args = TrainingArguments("out", eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True)
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=2)
trainer = Trainer(
    model=model,
    args=args,
    train_dataset=train_ds,
    eval_dataset=dev_ds,
    callbacks=[EarlyStoppingCallback(2)],
    compute_metrics=lambda p: {"acc": (np.argmax(p.predictions, -1) == p.label_ids).mean()},
)
trainer.train()
print(trainer.evaluate(final_ds, metric_key_prefix="test"))
