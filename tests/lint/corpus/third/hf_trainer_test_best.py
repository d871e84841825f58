import numpy as np
from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    Trainer,
    TrainingArguments,
)

raw = load_dataset("imdb")
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased")
enc = raw.map(lambda b: tok(b["text"], truncation=True), batched=True)


def compute_metrics(eval_pred):
    logits, labels = eval_pred
    return {"accuracy": (np.argmax(logits, axis=-1) == labels).mean()}


args = TrainingArguments(
    output_dir="out",
    num_train_epochs=4,
    eval_strategy="epoch",
    save_strategy="epoch",
    load_best_model_at_end=True,
    metric_for_best_model="accuracy",
)
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=2)
trainer = Trainer(model, args, train_dataset=enc["train"], eval_dataset=enc["test"], compute_metrics=compute_metrics)  # expect: FR101
trainer.train()
print(trainer.evaluate())
